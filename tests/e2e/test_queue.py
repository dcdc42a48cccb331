"""Saving all: paused, reloaded, resumed, killed, finished; one that fails; a disk that fills up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from demo.albums import TRACKS
from tests.e2e.patience import until
from tests.e2e.test_quota import allow
from tests.e2e.treatments import slow
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

AUDIO = r"^/api/audio/[0-9a-f]+$"
GONE_TRACK = "Buoys"
KEPT = "On this device"


def gone(_pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The server does not have it."""
    yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def status(visitor: Visitor) -> Locator:
    """What is said politely of the queue."""
    return visitor.page.get_by_role("status", name="Saves")


def kept(visitor: Visitor) -> int:
    """How many are on this device."""
    return list(visitor.states().values()).count(KEPT)


def passed(wire: Wire) -> int:
    """Bytes of music that came over the wire."""
    return sum(one.bytes for one in wire.passed(AUDIO))


def all_kept(visitor: Visitor) -> None:
    """Wait for it, and look whether it is true."""
    until(lambda: kept(visitor) == len(TRACKS), "all are kept", 120)
    found = visitor.check()
    assert found["clean"] and found["items"] == len(TRACKS), found


def total(visitor: Visitor) -> int:
    """Bytes of every blob."""
    return sum(visitor.files().values())


def test_it_is_paused_reloaded_resumed_killed_and_finished(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(800_000))
    visitor.arrive()
    visitor.button("Save all offline").click()
    expect(status(visitor)).to_have_text(f"Saving {len(TRACKS)} tracks.")
    expect(visitor.page.get_by_role("progressbar", name=f"Saving {len(TRACKS)} tracks")).to_be_visible()
    until(lambda: passed(wire) > 1_500_000, "some has come")
    visitor.button("Pause saving").click()
    expect(status(visitor)).to_have_text("Saving is paused.")

    visitor.reload()
    expect(visitor.button("Resume saving")).to_be_visible()
    expect(status(visitor)).to_have_text("Saving is paused.")
    before = passed(wire)
    visitor.page.wait_for_function("performance.now() > 2000")
    assert passed(wire) == before
    visitor.button("Resume saving").click()
    until(lambda: passed(wire) > before + 1_500_000, "it goes on")

    visitor.profile.kill()
    wire.heal()
    visitor.arrive()
    all_kept(visitor)
    # What was on its way at a kill may come once more.
    assert passed(wire) < 1.35 * total(visitor)
    expect(visitor.page.get_by_role("region", name="Saves")).to_have_count(0)


def test_one_that_the_server_has_lost_fails_by_name_and_is_tried_again(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    items = visitor.page.evaluate("larder.items()")
    key = next(item["key"] for item in items if item["title"] == GONE_TRACK)
    wire.treat(f"^/api/audio/{key}$", gone)
    visitor.button("Save all offline").click()
    retry = visitor.button(f"Retry saving {GONE_TRACK}")
    expect(retry).to_be_visible()
    until(lambda: kept(visitor) == len(TRACKS) - 1, "the others are kept", 120)
    expect(status(visitor)).to_have_text("1 track could not be saved.")
    visitor.reload()
    expect(retry).to_be_visible()
    wire.heal()
    retry.click()
    visitor.kept(GONE_TRACK)
    expect(retry).to_have_count(0)
    all_kept(visitor)
    visitor.complaints[:] = [said for said in visitor.complaints if "404" not in said]


def test_cancelled_all_it_leaves_what_was_done(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(800_000))
    visitor.arrive()
    visitor.button("Save all offline").click()
    until(lambda: passed(wire) > 1_500_000, "some has come")
    visitor.button("Cancel all").click()
    expect(visitor.page.get_by_role("region", name="Saves")).to_have_count(0)
    until(lambda: all(name.startswith("blobs/") for name in visitor.files()), "nothing is half done")
    visitor.reload()
    expect(visitor.button("Save all offline")).to_be_visible()
    found = visitor.check()
    assert found["clean"] and found["items"] == kept(visitor), found


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_a_full_disk_pauses_it_once_and_it_goes_on_when_there_is_room(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    allow(visitor, 3_000_000)
    visitor.button("Save all offline").click()
    said = visitor.alert()
    assert "Saving is paused" in said and "already kept is safe" in said
    expect(visitor.button("Resume saving")).to_be_visible()
    expect(visitor.page.get_by_role("alert")).to_have_count(1)
    expect(visitor.page.get_by_role("button", name="Retry saving")).to_have_count(0)
    until(lambda: all(name.startswith("blobs/") for name in visitor.files()), "what was begun has ended")
    found = visitor.check()
    assert found["clean"] and found["items"] == kept(visitor) < len(TRACKS), found
    allow(visitor, 200_000_000)
    visitor.button("Resume saving").click()
    all_kept(visitor)
