"""Playing straight from the server."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire


def test_streaming_is_what_it_says(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.play("Windfall")
    expect(visitor.player).to_contain_text("Streaming")
    assert any(one.range for one in wire.passed(r"^/api/audio/[0-9a-f]+$"))
    visitor.page.get_by_role("slider", name="Position").fill("20")
    visitor.hear()
    assert 20 <= visitor.sound()["currentTime"] < 26


def test_next_and_previous_walk_the_list(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.play("Evening, Slower")
    visitor.button("Next").click()
    expect(visitor.player).to_contain_text("Buoys")
    visitor.hear()
    visitor.button("Previous").click()
    expect(visitor.player).to_contain_text("Evening, Slower")
    visitor.hear()


def test_the_queue_goes_on_by_itself(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.play("Buoys")
    visitor.page.get_by_role("slider", name="Position").fill("7")
    expect(visitor.player).to_contain_text("Longshore Drift")
    visitor.hear()


def test_pause_is_pause(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.play("Bramley")
    visitor.player.get_by_role("button", name="Pause").click()
    expect(visitor.player.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert visitor.sound()["paused"]
    visitor.player.get_by_role("button", name="Play", exact=True).click()
    until(lambda: not visitor.sound()["paused"], "it plays again")
    visitor.hear()
