"""What outlives a tab, and what the system shows of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Letter to the Lighthouse Keeper Who Never Wrote Back"
SHOWN = """() => {
    const { metadata, playbackState } = navigator.mediaSession;
    return metadata && [metadata.title, metadata.artist, metadata.artwork.length, playbackState];
}"""


def test_the_position_survives_a_kill(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.play(TRACK)
    visitor.page.get_by_role("slider", name="Position").fill("40")
    until(lambda: visitor.sound()["currentTime"] > 44, "it plays long enough to be noted")
    visitor.profile.kill()
    visitor.arrive()
    visitor.play(TRACK)
    assert 40 <= visitor.sound()["currentTime"] < 60


def test_the_system_shows_what_plays(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.play(TRACK)
    until(lambda: visitor.page.evaluate(SHOWN) == [TRACK, "Tomas Veil", 1, "playing"], "the system shows it")
    visitor.player.get_by_role("button", name="Pause").click()
    until(lambda: visitor.page.evaluate(SHOWN)[3] == "paused", "the system shows the pause")
    expect(visitor.item(TRACK)).to_be_visible()
