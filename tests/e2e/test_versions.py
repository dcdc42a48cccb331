"""A new version is offered, and taken only when the person takes it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.treatments import slow, swap
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

TRACK = "Windfall"
AUDIO = r"^/api/audio/[0-9a-f]+$"
LOOK = "navigator.serviceWorker.ready.then(registration => registration.update()).then(() => 'looked')"


def test_a_new_version_waits_for_the_save_and_the_person(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive()
    visitor.page.evaluate("window.untouched = true")
    visitor.button(f"Save {TRACK} offline").click()
    wire.treat("^/precache.js", swap(b"LARDER_VERSION", b"LARDER_REVISED"))
    visitor.page.evaluate(LOOK)
    expect(visitor.page.get_by_text("A new version of Larder is ready")).to_be_visible()
    expect(visitor.page.get_by_role("progressbar", name=f"Saving {TRACK}")).to_be_visible()
    visitor.kept(TRACK)
    assert visitor.page.evaluate("window.untouched")

    with visitor.page.expect_navigation():
        visitor.button("Reload").click()
    visitor.ready()
    visitor.kept(TRACK)
    expect(visitor.page.get_by_text("A new version of Larder is ready")).to_have_count(0)
    assert visitor.page.evaluate("window.untouched === undefined")
