"""Saves that are cut, cancelled, reloaded and killed: all or nothing, and no byte twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.treatments import cut, slow
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

TRACK = "Windfall"
AUDIO = r"^/api/audio/[0-9a-f]+$"
PIECE = 1024 * 1024
"""What an interruption may cost: bytes are hashed and written a piece at a time."""
IN_THE_PIPES = PIECE
"""What the browser has taken from the wire and not yet given to the page."""
RADIO = 6_000_000
"""Bytes a second. What comes faster than a page takes it is dropped by the browser when the line breaks."""
NO_FILE_SYSTEM = "delete StorageManager.prototype.getDirectory"


def begin(visitor: Visitor, wire: Wire, **options: object) -> None:
    """A slow save of which something has arrived."""
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive(**options)
    visitor.button(f"Save {TRACK} offline").click()
    expect(visitor.page.get_by_role("progressbar", name=f"Saving {TRACK}")).to_be_visible()
    expect(visitor.item(TRACK)).to_contain_text(re.compile(r"[1-6]\.\d of 6\.7 MB"))


def sent_again(visitor: Visitor, wire: Wire) -> int:
    """Wait for the save to end well; the bytes that crossed the wire for it more than once."""
    visitor.kept(TRACK)
    expect(visitor.waveform(TRACK)).to_be_visible()
    found = visitor.check()
    assert found["clean"] and found["items"] == 1, found
    assert found["bytes"] == next(wire.media.glob(f"*/*{TRACK}.wav")).stat().st_size
    return sum(one.bytes for one in wire.passed(AUDIO)) - found["bytes"]


def leftovers(visitor: Visitor) -> dict[str, int]:
    """Files that are not whole blobs."""
    files = visitor.files().items()
    return {name: size for name, size in files if not size or not name.startswith("blobs/sha256-")}


def test_cancelling_leaves_nothing(visitor: Visitor, wire: Wire) -> None:
    begin(visitor, wire)
    assert any(name.startswith("tmp/") for name in visitor.files())
    visitor.cancel(TRACK)
    expect(visitor.item(TRACK)).to_contain_text("Streams")
    until(lambda: not visitor.files(), "the file system is empty")
    assert visitor.check()["items"] == 0
    visitor.reload()
    expect(visitor.item(TRACK)).to_contain_text("Streams")


def test_a_cut_connection_goes_on_where_it_was(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, cut(3 * PIECE, RADIO))
    visitor.arrive()
    visitor.button(f"Save {TRACK} offline").click()
    again = sent_again(visitor, wire)
    requests = wire.passed(AUDIO)
    assert len(requests) > 2 and all(one.range for one in requests[1:])
    assert again < (len(requests) - 1) * PIECE
    assert not leftovers(visitor)


def test_a_reload_goes_on_where_it_was(visitor: Visitor, wire: Wire) -> None:
    begin(visitor, wire)
    wire.heal()
    visitor.reload()
    assert sent_again(visitor, wire) < PIECE + IN_THE_PIPES
    assert not leftovers(visitor)


def test_a_killed_browser_goes_on_where_it_was(visitor: Visitor, wire: Wire) -> None:
    begin(visitor, wire)
    visitor.profile.kill()
    wire.heal()
    visitor.arrive()
    assert sent_again(visitor, wire) < PIECE + IN_THE_PIPES
    assert not leftovers(visitor)


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_a_killed_renderer_goes_on_where_it_was(visitor: Visitor, wire: Wire) -> None:
    begin(visitor, wire)
    with visitor.page.expect_event("crash"):
        visitor.profile.kill_pages()
    wire.heal()
    visitor.open_tab()
    assert sent_again(visitor, wire) < PIECE + IN_THE_PIPES
    assert not leftovers(visitor)


def test_a_kill_and_then_a_cancel_leave_nothing(visitor: Visitor, wire: Wire) -> None:
    begin(visitor, wire)
    visitor.profile.kill()
    visitor.arrive()
    visitor.cancel(TRACK)
    expect(visitor.item(TRACK)).to_contain_text("Streams")
    until(lambda: not visitor.files(), "the file system is empty")


def test_indexeddb_goes_on_after_a_kill(visitor: Visitor, wire: Wire) -> None:
    visitor.begun_in_a_database()
    begin(visitor, wire, script=NO_FILE_SYSTEM)
    visitor.profile.kill()
    wire.heal()
    visitor.arrive(script=NO_FILE_SYSTEM)
    assert sent_again(visitor, wire) < PIECE + IN_THE_PIPES
    visitor.go("Vault")
    expect(visitor.page.get_by_role("region", name="Offline vault")).to_contain_text("Stored in: IndexedDB")
