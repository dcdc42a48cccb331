"""What is listened to stays for a while; what had to go is named, and one press brings it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.patience import until
from tests.e2e.test_crashes import AUDIO, BEFORE_BLOB_GOES, killed_there
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

HEARD, KEPT = "Longshore Drift", "Buoys"
FAST = "document.getElementById('audio').playbackRate = 8"
"""Thirty seconds are heard in four."""
SAVES_BYTES = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
ONE = re.compile(r"Retained while streaming: 1 item · \d")
NONE = re.compile(r"Retained while streaming: 0 items")


def listen(visitor: Visitor, title: str) -> None:
    """Hear more than thirty seconds of it, then no more."""
    visitor.go("Library")
    visitor.play(title)
    visitor.page.evaluate(FAST)
    until(lambda: visitor.sound()["currentTime"] > 36, "half a minute is heard")
    visitor.player.get_by_role("button", name="Pause").click()


def vault(visitor: Visitor) -> Locator:
    """The vault, shown."""
    visitor.go("Vault")
    return visitor.page.get_by_role("region", name="Offline vault")


def limit(visitor: Visitor, megabytes: int) -> None:
    """Type another budget."""
    field = visitor.page.get_by_role("spinbutton", name="Budget in MB")
    field.click()
    field.press("Control+a")
    field.press_sequentially(str(megabytes))  # filling in is no typing to Firefox: no change follows
    field.press("Tab")


def log(visitor: Visitor) -> Locator:
    """What was removed and why."""
    return visitor.page.get_by_role("log", name="What was removed and why")


def whole(wire: Wire) -> int:
    """How often all of a track was asked for: an element that plays asks for ranges."""
    return sum(not one.range for one in wire.passed(AUDIO))


def test_what_is_listened_to_stays_and_a_save_of_it_moves_no_byte(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    listen(visitor, HEARD)
    expect(vault(visitor)).to_contain_text(ONE)
    expect(vault(visitor)).to_contain_text("Played from this device 0 times, streamed 1 time.")
    assert visitor.states()[HEARD] == "Streams"
    visitor.reload()
    visitor.go("Library")
    asked = len(wire.passed(AUDIO))
    visitor.keep(HEARD)
    visitor.play(HEARD)
    expect(visitor.player).to_contain_text("Playing from this device")
    assert len(wire.passed(AUDIO)) == asked
    expect(vault(visitor)).to_contain_text(NONE)
    expect(vault(visitor)).to_contain_text("Played from this device 1 time, streamed 1 time.")
    assert visitor.check()["clean"]


def test_a_lower_budget_takes_it_and_one_press_brings_it_back(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.keep(KEPT)
    listen(visitor, HEARD)
    expect(vault(visitor)).to_contain_text(ONE)
    visitor.reload()
    vault(visitor)
    limit(visitor, 0)
    expect(log(visitor)).to_contain_text(HEARD)
    expect(log(visitor)).to_contain_text("the server has it. The budget is 0 B.")
    expect(vault(visitor)).to_contain_text(NONE)
    assert (visitor.states()[KEPT], visitor.states()[HEARD]) == ("On this device", "Streams")
    asked = whole(wire)
    limit(visitor, 500)
    log(visitor).get_by_role("button", name="Fetch again").click()
    expect(log(visitor)).to_contain_text("Here again")
    expect(vault(visitor)).to_contain_text(ONE)
    assert whole(wire) == asked + 1
    visitor.reload()
    vault(visitor)
    expect(log(visitor)).to_contain_text("Here again")
    expect(visitor.item(KEPT)).to_contain_text("On this device")
    assert visitor.check()["clean"]


def test_a_favourite_is_one_in_every_tab_and_after_a_reload(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    other = visitor.another_tab()
    for tab in (visitor, other):
        tab.play(HEARD)
        tab.button("Show now playing").click()
    heart = visitor.button("Favourite")
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(other.button("Favourite")).to_have_attribute("aria-pressed", "true")
    visitor.reload()
    visitor.play(HEARD)
    visitor.button("Show now playing").click()
    expect(heart).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("setting", ["Make room automatically", "Only on unmetered connections"])
def test_what_the_settings_forbid_is_not_retained(visitor: Visitor, wire: Wire, setting: str) -> None:
    visitor.arrive(script=SAVES_BYTES)
    vault(visitor)
    switch = visitor.page.get_by_role("switch", name=setting)
    before = switch.is_checked()
    switch.click()
    expect(switch).to_be_checked(checked=not before)
    visitor.reload()
    vault(visitor)
    expect(switch).to_be_checked(checked=not before)
    listen(visitor, HEARD)
    expect(vault(visitor)).to_contain_text("streamed 1 time")
    assert not whole(wire)
    assert not visitor.files()


def test_killed_between_record_and_blob_of_an_eviction(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive(script=BEFORE_BLOB_GOES)
    visitor.keep(KEPT)
    listen(visitor, HEARD)
    expect(vault(visitor)).to_contain_text(ONE)
    limit(visitor, 0)
    killed_there(visitor)
    visitor.arrive()
    assert (visitor.states()[KEPT], visitor.states()[HEARD]) == ("On this device", "Streams")
    expect(vault(visitor)).to_contain_text(NONE)
    expect(log(visitor)).to_contain_text(HEARD)
    until(lambda: visitor.check()["clean"], "the blob is swept")
