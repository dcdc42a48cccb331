"""Playlists, from the first to an undone deletion; with and without a server."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

NAME = "Sunday, late"
FIRST, SECOND, THIRD = "Return to Sender", "Buoys", "Windfall"
FOCUS = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"


def make(visitor: Visitor, name: str) -> None:
    """A new one, by keyboard."""
    visitor.button("New playlist").click()
    field = visitor.page.get_by_role("textbox", name="Playlist name", exact=True)
    expect(field).to_be_focused()
    field.press_sequentially(name)
    field.press("Enter")
    expect(field).to_be_hidden()


def add(visitor: Visitor, title: str, name: str) -> None:
    """Put a track on a playlist."""
    visitor.button(f"Add {title} to a playlist").click()
    menu = visitor.page.get_by_role("menu", name=f"Add {title} to a playlist")
    menu.get_by_role("menuitem", name=name, exact=True).click()
    expect(menu).to_be_hidden()
    expect(visitor.page.get_by_role("status", name="Notice")).to_contain_text(f"“{title}” is in {name}.")


def playlists(visitor: Visitor) -> Locator:
    """The links of the list of all."""
    return visitor.page.get_by_role("list", name="Playlists", exact=True).get_by_role("link")


def tracks(visitor: Visitor, name: str = NAME) -> Locator:
    """The titles on the one that is open."""
    return visitor.page.get_by_role("list", name=f"Tracks of {name}").locator(".title")


def filled(visitor: Visitor) -> None:
    """A playlist with three tracks, open."""
    visitor.go("Playlists")
    make(visitor, NAME)
    visitor.go("Library")
    for title in (FIRST, SECOND, THIRD):
        add(visitor, title, NAME)
    visitor.go("Playlists")
    playlists(visitor).get_by_text(NAME, exact=True).click()
    expect(tracks(visitor)).to_have_text([FIRST, SECOND, THIRD])


def test_made_filled_put_in_order_renamed_and_there_after_a_reload(
    visitor: Visitor, server: LarderServer
) -> None:
    visitor.arrive()
    filled(visitor)
    up = visitor.button(f"Move {THIRD} up")
    up.focus()
    for _ in range(2):
        visitor.page.keyboard.press("Enter")
    expect(tracks(visitor)).to_have_text([THIRD, FIRST, SECOND])
    expect(up).to_be_focused()
    visitor.button(f"Move {FIRST} down").click()
    expect(tracks(visitor)).to_have_text([THIRD, SECOND, FIRST])

    visitor.button(f"Rename {NAME}").click()
    field = visitor.page.get_by_role("textbox", name="Playlist name")
    expect(field).to_have_value(NAME)
    field.fill("   ")
    field.press("Enter")
    expect(field).to_be_visible()
    field.fill("Monday, early")
    visitor.button("Rename").click()
    expect(visitor.page.get_by_role("heading", name="Monday, early")).to_be_visible()

    visitor.reload()
    expect(tracks(visitor, "Monday, early")).to_have_text([THIRD, SECOND, FIRST])
    visitor.button(f"Remove {SECOND} from Monday, early").click()
    expect(tracks(visitor, "Monday, early")).to_have_text([THIRD, FIRST])
    visitor.button("Undo").click()
    expect(tracks(visitor, "Monday, early")).to_have_text([THIRD, SECOND, FIRST])


def test_dragged_by_its_grip_it_goes_where_it_is_let_go(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    filled(visitor)
    mouse, rows = visitor.page.mouse, visitor.page.get_by_role("list", name=f"Tracks of {NAME}")
    grips = rows.locator("[data-drag]")

    def take(row: int, to: int) -> None:
        begin, end = (grips.nth(each).bounding_box() for each in (row, to))
        assert begin and end
        mouse.move(begin["x"] + 20, begin["y"] + 20)
        mouse.down()
        mouse.move(end["x"] + 20, end["y"] + 18, steps=4)

    take(0, 2)
    mouse.up()
    expect(tracks(visitor)).to_have_text([SECOND, THIRD, FIRST])
    expect(rows.locator("[data-dragged]")).to_have_count(0)
    take(2, 0)
    visitor.page.keyboard.press("Escape")
    mouse.up()
    expect(tracks(visitor)).to_have_text([SECOND, THIRD, FIRST])
    visitor.reload()
    expect(tracks(visitor)).to_have_text([SECOND, THIRD, FIRST])


def test_saved_it_is_there_and_plays_in_order_with_the_server_dead(
    visitor: Visitor, server: LarderServer
) -> None:
    visitor.arrive()
    filled(visitor)
    visitor.button(f"Remove {THIRD} from {NAME}").click()
    visitor.button(f"Save {NAME} offline").click()
    expect(visitor.page.get_by_text("2 on this device")).to_be_visible()
    expect(visitor.button(f"Save {NAME} offline")).to_have_count(0)
    server.kill()
    visitor.profile.kill()

    visitor.arrive()
    visitor.connection("Offline")
    visitor.go("Playlists")
    playlists(visitor).get_by_text(NAME, exact=True).click()
    expect(tracks(visitor)).to_have_text([FIRST, SECOND])
    visitor.button(f"Move {SECOND} up").click()
    expect(tracks(visitor)).to_have_text([SECOND, FIRST])
    visitor.button(f"Play {NAME}").click()
    expect(visitor.player).to_contain_text(SECOND)
    visitor.hear()
    expect(visitor.player).to_contain_text("Playing from this device")
    visitor.button("Next").click()
    expect(visitor.player).to_contain_text(FIRST)
    visitor.hear()
    make_one_more(visitor)


def make_one_more(visitor: Visitor) -> None:
    """Offline, a new one is made from a track."""
    visitor.go("Library")
    visitor.button(f"Add {FIRST} to a playlist").click()
    visitor.page.get_by_role("menuitem", name="New playlist").click()
    visitor.page.get_by_role("textbox", name="Playlist name").fill("For the ferry")
    visitor.button("Create").click()
    visitor.go("Playlists")
    expect(playlists(visitor)).to_have_text(["For the ferry", NAME])


def test_deleted_and_brought_back(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    filled(visitor)
    address = visitor.page.url
    visitor.button(f"Delete {NAME}").click()
    expect(visitor.page.get_by_role("heading", name="No playlists yet")).to_be_visible()
    assert visitor.page.url.endswith("#/playlists")
    visitor.button("Undo").click()
    playlists(visitor).get_by_text(NAME, exact=True).click()
    expect(tracks(visitor)).to_have_text([FIRST, SECOND, THIRD])
    assert visitor.page.url == address
    visitor.button(f"Delete {NAME}").click()
    visitor.page.goto(address)
    expect(visitor.page.get_by_role("heading", name="This playlist is not here")).to_be_visible()
    visitor.reload()
    expect(visitor.page.get_by_role("heading", name="This playlist is not here")).to_be_visible()


def test_the_menu_by_keyboard(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.go("Playlists")
    make(visitor, NAME)
    visitor.go("Library")
    opener = visitor.button(f"Add {SECOND} to a playlist")
    opener.focus()
    keys = visitor.page.keyboard
    keys.press("Enter")
    until(lambda: visitor.page.evaluate(FOCUS) == NAME, "the first item has the focus")
    keys.press("ArrowUp")
    assert visitor.page.evaluate(FOCUS) == "New playlist"
    keys.press("Escape")
    expect(visitor.page.get_by_role("menu")).to_be_hidden()
    expect(opener).to_be_focused()
    keys.press("Enter")
    until(lambda: visitor.page.evaluate(FOCUS) == NAME, "the first item has the focus")
    keys.press("Enter")
    expect(visitor.page.get_by_role("status", name="Notice")).to_contain_text(f"“{SECOND}” is in {NAME}.")
    expect(opener).to_be_focused()


def test_another_tab_sees_it_and_both_change_it(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    filled(visitor)
    other = visitor.another_tab()
    add(other, SECOND, NAME)
    expect(tracks(visitor)).to_have_text([FIRST, SECOND, THIRD, SECOND])
    visitor.button(f"Move {THIRD} up").click()
    expect(tracks(visitor)).to_have_text([FIRST, THIRD, SECOND, SECOND])
    other.go("Playlists")
    playlists(other).get_by_text(NAME, exact=True).click()
    expect(tracks(other)).to_have_text([FIRST, THIRD, SECOND, SECOND])
    other.button(f"Delete {NAME}").click()
    expect(visitor.page.get_by_role("heading", name="This playlist is not here")).to_be_visible()
