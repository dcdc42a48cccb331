"""Two browsers and one server: what is changed in either, with it or without, both have in the end."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, expect

from tests.browsers import ENGINES
from tests.e2e.conftest import Visit
from tests.e2e.patience import LONG, until
from tests.e2e.test_import import choose
from tests.e2e.test_playlists import FIRST, NAME, SECOND, THIRD, filled, playlists, tracks
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire
from tests.larder_server import LarderServer
from tests.server.encoded import encode

MINE, THEIRS = "Windfall", "Buoys"
BROUGHT = "Tide Table"
PUSH = r"^/api/sync/push"
SOON = 3000.0
"""Milliseconds: nobody waits for the next time that somebody asks."""


def heart(visitor: Visitor, title: str) -> Locator:
    """The heart of a track, which plays from now on, in the full player."""
    visitor.play(title)
    visitor.button("Show now playing").click()
    return visitor.button("Favourite")


def closed(visitor: Visitor) -> None:
    """The full player is away."""
    visitor.button("Close now playing").click()
    expect(visitor.page.get_by_role("dialog", name="Now playing")).to_be_hidden()


def synced(visitor: Visitor) -> None:
    """A person has it synced, and sees that it was."""
    visitor.go("Sync")
    visitor.button("Sync now").click()
    region = visitor.page.get_by_role("region", name="Sync")
    expect(region).to_contain_text("Everything has reached the server")


def books(origin: str) -> dict[str, Any]:
    """All that the server has been told."""
    with urlopen(f"{origin}/api/sync/pull") as answer:
        return json.load(answer)


def status(visitor: Visitor) -> str:
    """What the header says of the connection."""
    return visitor.page.get_by_role("status", name="Connection").inner_text()


def lost(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The server has done it, and nobody hears of it."""
    for _ in pieces:
        pass
    yield b""


@pytest.fixture
def friend(visitor: Visitor, visit: Visit) -> Generator[Visitor]:
    """Somebody in front of the other browser."""
    with visit(next(each for each in ENGINES if each != visitor.profile.engine)) as friend:
        yield friend


def test_what_is_changed_offline_reaches_the_other_browser(
    visitor: Visitor, friend: Visitor, server: LarderServer
) -> None:
    hearts: list[Locator] = []
    for device, title in ((visitor, MINE), (friend, THEIRS)):
        device.arrive()
        hearts.append(heart(device, title))
    server.kill()
    for device, pressed in zip((visitor, friend), hearts, strict=True):
        pressed.click()
        expect(pressed).to_have_attribute("aria-pressed", "true")
        closed(device)
        device.connection("Offline · 1 change waiting")
    visitor.go("Sync")
    waits = visitor.page.get_by_role("list", name="Waiting to go").get_by_role("listitem")
    expect(waits).to_have_count(1)
    expect(waits).to_contain_text(MINE)
    visitor.reload()
    expect(waits).to_contain_text(MINE)

    server.start()
    for device in (visitor, friend, visitor):
        device.connection("Online")
        synced(device)
    for device, title in ((visitor, THEIRS), (friend, MINE)):
        device.go("Library")
        expect(heart(device, title)).to_have_attribute("aria-pressed", "true")


def test_the_other_browser_hears_of_it_at_once(
    visitor: Visitor, friend: Visitor, server: LarderServer
) -> None:
    for device in (visitor, friend):
        device.arrive()
    shown = heart(friend, MINE)
    heart(visitor, MINE).click()
    expect(shown).to_have_attribute("aria-pressed", "true", timeout=SOON)


def test_what_is_imported_offline_plays_in_the_other_browser(
    visitor: Visitor, friend: Visitor, server: LarderServer, tmp_path: Path
) -> None:
    for device in (visitor, friend):
        device.arrive()
    server.kill()
    visitor.connection("Offline")
    own = tmp_path / "Harbour - Tide Table.mp3"
    encode(own, "-b:a", "320k", seconds=120, tagged=False)
    choose(visitor, [own])
    expect(visitor.item(BROUGHT)).to_contain_text("Only on this device", timeout=1000 * LONG)
    visitor.connection("Offline · 1 change and 1 file waiting")

    server.start()
    visitor.connection("Online")
    synced(visitor)
    visitor.go("Library")
    expect(visitor.item(BROUGHT)).to_have_text(re.compile("On this device"), timeout=1000 * LONG)
    friend.connection("Online")
    synced(friend)
    friend.go("Library")
    expect(friend.item(BROUGHT)).to_contain_text("Streams", timeout=1000 * LONG)
    friend.play(BROUGHT)
    expect(friend.player).to_contain_text("Streaming")
    friend.keep(BROUGHT)
    assert friend.check()["clean"]


def test_both_change_the_same_playlist_offline_and_neither_loses(
    visitor: Visitor, friend: Visitor, server: LarderServer
) -> None:
    for device in (visitor, friend):
        device.arrive()
    filled(visitor)
    friend.go("Playlists")
    playlists(friend).get_by_text(NAME, exact=True).click()
    expect(tracks(friend)).to_have_text([FIRST, SECOND, THIRD], timeout=SOON)
    server.kill()
    visitor.connection("Offline")
    friend.connection("Offline")
    visitor.button(f"Remove {FIRST} from {NAME}").click()
    rename(visitor, "For the train")
    friend.button(f"Move {THIRD} up").click()
    rename(friend, "For the ferry")

    server.start()
    for device in (visitor, friend, visitor):
        connection = device.page.get_by_role("status", name="Connection")
        expect(connection).to_have_text(re.compile("^Online"), timeout=1000 * LONG)
        synced(device)
    for device in (visitor, friend):
        device.go("Playlists")
        expect(playlists(device)).to_have_count(2)
    shown = playlists(visitor).all_inner_texts()
    assert shown == playlists(friend).all_inner_texts()
    (named,), (copy,) = ([name for name in shown if (" (" in name) is copied] for copied in (False, True))
    assert {named, copy.partition(" (")[0]} == {"For the train", "For the ferry"}, shown
    for device in (visitor, friend):
        playlists(device).get_by_text(named, exact=True).click()
        expect(tracks(device, named)).to_have_text([THIRD, SECOND])

    asked, other = sorted((visitor, friend), key=lambda device: "to look at" not in status(device))
    asked.go("Sync")
    card = asked.page.get_by_role("article", name=f"“{named}” was changed in two places")
    expect(card).to_contain_text(copy.partition(" (")[0])
    card.get_by_role("button", name="Use mine").click()
    expect(card).to_have_count(0)
    synced(asked)
    synced(other)
    for device in (asked, other):
        device.go("Playlists")
        expect(playlists(device)).to_have_text([re.compile(re.escape(copy.partition(" (")[0]))])


def rename(visitor: Visitor, name: str) -> None:
    """Give the playlist that is open another name."""
    visitor.button(f"Rename {NAME}").click()
    visitor.page.get_by_role("textbox", name="Playlist name").fill(name)
    visitor.button("Rename").click()
    expect(visitor.page.get_by_role("heading", name=name)).to_be_visible()


def test_a_server_restored_from_a_backup_is_told_again(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    heart(visitor, MINE).click()
    closed(visitor)
    synced(visitor)
    backup = backed_up(server)
    visitor.go("Library")
    heart(visitor, THEIRS).click()
    closed(visitor)
    synced(visitor)
    server.stop()
    for path, was in backup.items():
        path.write_bytes(was)
    server.start()
    visitor.connection("Online")
    until(lambda: len(favourites(server.origin)) == 2, "both are in the books")
    visitor.button("Show now playing").click()
    expect(visitor.button("Favourite")).to_have_attribute("aria-pressed", "true")


def backed_up(server: LarderServer) -> dict[Path, bytes]:
    """The books as they are, to be put back."""
    server.stop()
    backup = {path: path.read_bytes() for path in server.data.glob("records.db*")}
    server.start()
    return backup


def favourites(origin: str) -> list[str]:
    """Keys of those that the server knows of."""
    return [item["key"] for item in books(origin)["items"] if item["key"].startswith("favourite/")]


def test_a_lost_answer_has_one_effect(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    pressed = heart(visitor, MINE)
    wire.treat(PUSH, lost)
    pressed.click()
    until(lambda: wire.passed(PUSH), "it was told")
    closed(visitor)
    visitor.connection("1 change waiting")
    wire.heal()
    synced(visitor)
    origin = f"http://127.0.0.1:{wire.upstream}"
    assert len(favourites(origin)) == 1
    assert books(origin)["head"]["place"] == len(books(origin)["items"])


def test_a_refused_change_is_parked_and_can_be_given_up(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    pressed = heart(visitor, MINE)
    wire.treat(PUSH, refused)
    pressed.click()
    closed(visitor)
    visitor.connection("Problem: 1 change refused")
    visitor.go("Sync")
    card = visitor.page.get_by_role("article")
    expect(card).to_contain_text(MINE)
    expect(card).to_contain_text("No more favourites today.")
    with visitor.page.expect_download() as download:
        card.get_by_role("link", name="Save as file").click()
    saved = json.loads(download.value.path().read_text())
    assert saved["key"].startswith("favourite/")
    card.get_by_role("button", name="Discard").click()
    expect(card).to_have_count(0)
    visitor.connection("Online")
    visitor.button("Show now playing").click()
    expect(pressed).to_have_attribute("aria-pressed", "false")
    visitor.complaints.clear()  # the browser tells of the refusal, as it must


def refused(_pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The server will never take it."""
    body = b'{"title":"Unprocessable Content","status":422,"detail":"No more favourites today."}'
    head = (
        "HTTP/1.1 422 Unprocessable Content\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    yield head.encode() + body
