"""Everything by keyboard, with the focus where it was left."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Windfall"
FOCUS = "document.activeElement.getAttribute('aria-label')"


def test_keys_play_seek_and_search(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    keys = visitor.page.keyboard
    visitor.play(TRACK)
    visitor.page.get_by_role("main").focus()
    keys.press("Space")
    until(lambda: visitor.sound()["paused"], "Space pauses")
    was = visitor.sound()["currentTime"]
    keys.press("ArrowRight")
    until(lambda: abs(visitor.sound()["currentTime"] - was - 5) < 0.5, "the arrow goes 5 seconds on")
    keys.press("ArrowLeft")
    until(lambda: abs(visitor.sound()["currentTime"] - was) < 0.5, "and 5 seconds back")
    keys.press("Space")
    until(lambda: not visitor.sound()["paused"], "Space plays on")

    keys.press("/")
    search = visitor.page.get_by_role("searchbox", name="Search the library")
    expect(search).to_be_focused()
    keys.type("wind ?")
    expect(visitor.page.get_by_role("heading", name="Nothing called “wind ?”")).to_be_visible()
    search.fill("wind")
    expect(visitor.tracks).to_have_count(1)
    expect(search).to_be_focused()


def test_the_list_of_keys_opens_and_closes(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    jar = visitor.button("Save Buoys offline")
    jar.focus()
    visitor.page.keyboard.press("?")
    dialog = visitor.page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(jar).to_be_focused()


def test_a_slider_follows_the_keyboard(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.play(TRACK)
    visitor.page.get_by_role("slider", name="Position").focus()
    visitor.page.keyboard.press("End")
    expect(visitor.player).not_to_contain_text(TRACK)
    volume = visitor.page.get_by_role("slider", name="Volume")
    volume.focus()
    visitor.page.keyboard.press("Home")
    until(lambda: visitor.page.evaluate("document.getElementById('audio').volume") == 0, "it is silent")


def test_the_focus_stays_through_a_save(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.button("Save Buoys offline").focus()
    visitor.page.keyboard.press("Enter")
    visitor.kept("Buoys")
    assert visitor.page.evaluate(FOCUS) == "Remove Buoys from this device"
    visitor.page.keyboard.press("Enter")
    expect(visitor.item("Buoys")).to_contain_text("Streams")
    assert visitor.page.evaluate(FOCUS) == "Save Buoys offline"


def test_back_closes_what_is_open_and_stays_here(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.go("Vault")
    visitor.go("Library")
    visitor.play(TRACK)
    dialog = visitor.page.get_by_role("dialog", name="Now playing")
    for close in (visitor.page.go_back, visitor.button("Close now playing").click):
        visitor.button("Show now playing").click()
        expect(dialog).to_be_visible()
        close()
        expect(dialog).to_be_hidden()
        expect(visitor.item(TRACK)).to_be_visible()
    visitor.page.go_back()
    expect(visitor.page.get_by_role("heading", name="Vault", level=1)).to_be_visible()
