"""What the playlists show and hear, as sentences. Runs where it ships, on the real document."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from js import CustomEvent, document, location, window

from app.model.asset import Asset
from app.model.vault.badge import Badge
from app.ui.playlists.state import Adding, Entry, Naming, Opened, PlaylistsState, Summary
from app.ui.screen import PlayerState, Row, Screen, View
from tests.contracts.ui_bench import NASTY, PLAIN, Bench, listing, named, press, rows

SUNDAY = Summary("p1", "Sunday, late", tracks=3, length=1920.0, kept=1, unsaved=(2, 10_900_000))
NAMES = (("p1", "Sunday, late"), ("p2", "Kitchen, loud"))


def entries(count: int = 3) -> tuple[Entry, ...]:
    """Places with ids `i1`, `i2` ..."""
    return tuple(Entry(f"i{n}", row) for n, row in enumerate(rows(count), 1))


def inside(listed: tuple[Entry, ...], **opened: Any) -> Screen:
    """One playlist with these on it."""
    one = Opened(replace(SUNDAY, tracks=opened.pop("total", len(listed))), listed, **opened)
    return replace(PLAIN, view=View.PLAYLISTS, playlists=PlaylistsState(inside="p1", opened=one))


def asked(**state: Any) -> Screen:
    """The library with something asked over it."""
    return replace(listing(rows(2)), playlists=PlaylistsState(**state))


def focused() -> Any:
    """The name, or the text, of what has the focus."""
    element = document.activeElement
    return element.getAttribute("aria-label") or element.textContent.strip()


async def every_playlist_has_its_name_as_a_link(bench: Bench) -> None:
    nasty = replace(SUNDAY, id="p2", name=NASTY, tracks=0)
    bench.show(replace(PLAIN, view=View.PLAYLISTS, playlists=PlaylistsState(all=(SUNDAY, nasty))))
    links = named("Playlists", "ul").querySelectorAll("a")
    assert [link.textContent for link in links] == ["Sunday, late", NASTY]
    assert links[0].getAttribute("href") == "#/playlists/p1"
    assert "3 tracks · 32 minutes · 1 on this device" in named("Sunday, late", "li").textContent
    assert not document.querySelector(".nasty")


async def without_one_it_says_what_to_do(bench: Bench) -> None:
    bench.show(replace(PLAIN, view=View.PLAYLISTS))
    assert "No playlists yet" in document.querySelector(".empty").textContent
    document.querySelector("[data-do=new-playlist]").click()
    assert bench.heard == [("new-playlist", "", "")]


async def one_says_what_is_on_it_and_what_can_be_done(bench: Bench) -> None:
    bench.show(inside(entries()))
    assert document.querySelector("h1").textContent == "Sunday, late"
    assert document.querySelector("#unsaved").textContent == "2 not saved · 10.9 MB"
    assert named("Tracks of Sunday, late", "ul").childElementCount == 3
    presses = {
        "Play Sunday, late": ("play-playlist", "p1", ""),
        "Save Sunday, late offline": ("save-playlist", "p1", ""),
        "Rename Sunday, late": ("rename-playlist", "p1", ""),
        "Play Track 2": ("play-item", "i2", ""),
        "Move Track 2 up": ("item-up", "i2", ""),
        "Move Track 2 down": ("item-down", "i2", ""),
        "Remove Track 2 from Sunday, late": ("item-remove", "i2", ""),
    }
    for name in presses:
        named(name).click()
    assert bench.heard == list(presses.values())


async def what_was_deleted_is_left_behind(bench: Bench) -> None:
    window.history.pushState(None, "", "#/playlists/p1")
    bench.show(inside(entries()))
    named("Delete Sunday, late").click()
    assert bench.heard == [("delete-playlist", "p1", ""), ("go", "playlists", "")]
    assert location.hash == "#/playlists"
    window.history.replaceState(None, "", "#/")


async def the_focus_moves_with_what_is_moved(bench: Bench) -> None:
    one, two, three = entries()
    for name, orders in {
        "Move Track 3 up": ((one, three, two), (three, one, two)),
        "Move Track 1 down": ((two, one, three), (two, three, one)),
    }.items():
        bench.show(inside((one, two, three)))
        named(name).focus()
        node = document.activeElement
        for order in orders:
            bench.show(inside(order))
            assert document.activeElement == node and focused() == name
        assert node.getAttribute("aria-disabled") == "true"


async def what_the_library_does_not_list_says_so_and_can_be_removed(bench: Bench) -> None:
    gone = Row(Asset(key="k9", title="Slate", artist="Nobody"), Badge.MISSING, playable=False)
    bench.show(inside((Entry("i9", gone, listed=False),)))
    row = named("Slate", "li")
    assert "Not in the library" in row.textContent and "Nobody" in row.textContent
    assert not named("Play Slate")
    named("Remove Slate from Sunday, late").click()
    assert bench.heard == [("item-remove", "i9", "")]
    bench.show(inside((Entry("i9", gone, listed=False),), seen=False))
    assert "Not in the library" not in row.textContent


async def a_long_one_asks_for_the_rows_near_the_eye(bench: Bench) -> None:
    bench.show(inside(entries(10), total=5_000))
    pitch = document.querySelector(".track").offsetHeight
    window.scrollTo(0, 3_000 * pitch)
    await asyncio.sleep(0.3)
    verb, _, value = bench.heard[-1]
    first, count = (int(part) for part in value.split(","))
    window.scrollTo(0, 0)
    assert verb == "window" and first < 3_000 < first + count < 3_200


async def a_menu_takes_the_focus_and_gives_it_back(bench: Bench) -> None:
    bench.show(asked())
    opener = named("Add Track 2 to a playlist")
    opener.focus()
    opener.click()
    assert bench.heard == [("add", "k2", "")]
    bench.show(asked(adding=Adding("k2", "Track 2", NAMES)))
    menu = named("Add Track 2 to a playlist", "div")
    assert menu.getAttribute("role") == "menu" and focused() == "Sunday, late"
    steps = {"ArrowDown": "Kitchen, loud", "End": "New playlist", "Home": "Sunday, late"}
    for key, name in steps.items():
        assert not press(key) and focused() == name
    assert not press("ArrowUp") and focused() == "New playlist"
    assert not press("ArrowDown") and focused() == "Sunday, late"
    assert press("ArrowRight") and not bench.heard
    document.activeElement.click()
    document.querySelector("dialog[open]").dispatchEvent(CustomEvent.new("cancel", cancelable=True))
    assert bench.heard == [("add-to", "p1", ""), ("add-no", "", "")]
    bench.show(asked())
    assert document.activeElement == opener


async def a_name_is_asked_for_and_the_focus_comes_back(bench: Bench) -> None:
    bench.show(asked())
    opener = named("Add Track 1 to a playlist")
    opener.focus()
    bench.show(asked(adding=Adding("k1", "Track 1")))
    assert not document.querySelector('[data-do="delete-asset"]')
    bench.show(asked(adding=Adding("k1", "Track 1", deletable=True)))
    assert document.querySelector('[role=menu] [data-do="delete-asset"]').dataset.key == "k1"
    bench.show(asked(adding=Adding("k1", "Track 1")))
    bench.show(asked(naming=Naming(key="k1")))
    field = document.activeElement
    assert field.labels[0].textContent.strip() == "Playlist name" and field.value == ""
    field.value = "Sunday"
    field.dispatchEvent(CustomEvent.new("input", bubbles=True))
    document.querySelector("[data-do=name-yes]").click()
    assert bench.heard[:2] == [("name", "", "Sunday"), ("name-yes", "", "")]
    bench.show(asked())
    assert document.activeElement == opener
    bench.show(asked(naming=Naming("Sunday", "p1")))
    assert document.activeElement.value == "Sunday"
    bench.show(PLAIN)


async def a_blank_name_keeps_the_question_open(bench: Bench) -> None:
    bench.show(asked(naming=Naming("  ")))
    document.querySelector("[data-do=name-yes]").click()
    await asyncio.sleep(0.1)
    assert document.querySelector("dialog[open]") and bench.heard == [("name-yes", "", "")]
    bench.show(PLAIN)


async def what_comes_twice_is_shown_twice_in_the_queue(bench: Bench) -> None:
    one, two, three = rows(3)
    for ahead in ((one, two, one, three), (two, one, three), (three, one, one, two, one), (one, three, one)):
        player = PlayerState(asset=two.asset, queue=ahead, ahead=len(ahead), open=True)
        bench.show(replace(PLAIN, player=player))
        shown = [each.getAttribute("aria-label") for each in named("Up next", "ul").children]
        assert shown == [row.asset.title for row in ahead]
    bench.show(PLAIN)


async def what_a_toast_says_can_be_taken_back(bench: Bench) -> None:
    bench.show(replace(PLAIN, toast="Deleted “Sunday”.", undo=True))
    document.querySelector(".toast button").click()
    assert bench.heard == [("undo", "", "")]
    bench.show(replace(PLAIN, toast="Deleted “Sunday”."))
    assert not document.querySelector(".toast button")


CHECKS = {
    check.__name__: check
    for check in (
        every_playlist_has_its_name_as_a_link,
        without_one_it_says_what_to_do,
        one_says_what_is_on_it_and_what_can_be_done,
        what_was_deleted_is_left_behind,
        the_focus_moves_with_what_is_moved,
        what_the_library_does_not_list_says_so_and_can_be_removed,
        a_long_one_asks_for_the_rows_near_the_eye,
        a_menu_takes_the_focus_and_gives_it_back,
        a_name_is_asked_for_and_the_focus_comes_back,
        a_blank_name_keeps_the_question_open,
        what_comes_twice_is_shown_twice_in_the_queue,
        what_a_toast_says_can_be_taken_back,
    )
}
