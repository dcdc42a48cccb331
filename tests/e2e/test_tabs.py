"""Two tabs of one browser."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.treatments import slow
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire
from tests.larder_server import LarderServer

AUDIO = r"^/api/audio/[0-9a-f]+$"
FIRST, SECOND, THIRD = "Return to Sender", "Buoys", "Windfall"
LONG = "Letter to the Lighthouse Keeper Who Never Wrote Back"
STOP_WITH_THE_PEN = """() => {
    const move = FileSystemFileHandle.prototype.move;
    const told = new Promise((resolve) => { window.goOn = resolve; });
    FileSystemFileHandle.prototype.move = async function (...to) {
        window.reached = true;
        await told;
        return move.apply(this, to);
    };
}"""
HOLD_FILES = """async (names) => {
    const thread = new Worker("/app/browser/writer.js");
    const call = (id, verb, name) => new Promise((resolve, reject) => {
        thread.addEventListener("message", ({ data }) => {
            if (data.id === id) data.name ? reject(data.message) : resolve();
        });
        thread.postMessage({ id, verb, name, path: ["tmp"] });
    });
    await Promise.all(names.map((name, at) => call(at, "open", name)));
    window.letGo = () => Promise.all(names.map((name, at) => call(100 + at, "close", name)));
}"""
UPGRADE = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open("larder", 99);
    asked.onblocked = () => reject("blocked");
    asked.onerror = () => reject(asked.error.message);
    asked.onsuccess = () => { asked.result.close(); resolve("upgraded"); };
})"""
PRESS_IF_THERE = "name => document.querySelector(`[aria-label=\"${name}\"]`)?.click()"
"""In one step: the other tab may be faster to turn Save into Cancel than a hand to get there."""
PATIENCE = 10
"""Seconds until the pen is taken from a tab that is frozen."""
processes_apart = pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
"""Only Chromium has a process for each tab that can be told from the others."""
SOON = 1000.0
"""Milliseconds after which the other tab shows it."""


def settled(visitor: Visitor, items: int) -> None:
    """After a reload everything is as it should be, and no byte is left over."""
    visitor.reload()
    until(lambda: visitor.check()["clean"], "what was under way at the reload is put right")
    found = visitor.check()
    assert found["clean"] and found["items"] == items, str(found)
    until(lambda: all(name.startswith("blobs/sha256-") for name in visitor.files()), "no part is left")


def stopped_with_the_pen(visitor: Visitor, title: str) -> None:
    """The tab has begun to publish, and goes no further."""
    visitor.page.evaluate(STOP_WITH_THE_PEN)
    visitor.button(f"Save {title} offline").click()
    until(lambda: visitor.page.evaluate("window.reached === true"), "it publishes")


def test_two_tabs_save_the_same_once(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive()
    other = visitor.another_tab()
    for tab in (visitor, other):
        tab.page.evaluate(PRESS_IF_THERE, f"Save {FIRST} offline")
    for tab in (visitor, other):
        tab.kept(FIRST)
        expect(tab.waveform(FIRST)).to_be_visible()
    assert len(wire.passed(AUDIO)) == 1
    other.page.close()
    visitor.reload()
    found = visitor.check()
    assert found["clean"] and found["items"] == 1, found
    assert [size for size in visitor.files().values() if size > 1_000_000] == [found["bytes"]]


def test_a_press_meant_for_save_never_cancels(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive()
    visitor.button(f"Save {FIRST} offline").dblclick(delay=80)
    visitor.kept(FIRST)


def test_the_other_tab_shows_within_a_second_what_changed(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    other = visitor.another_tab()
    visitor.keep(FIRST)
    expect(other.button(f"Remove {FIRST} from this device").first).to_be_visible(timeout=SOON)
    visitor.button(f"Remove {FIRST} from this device").first.click()
    expect(visitor.item(FIRST)).to_contain_text("Streams")
    expect(other.item(FIRST)).to_contain_text("Streams", timeout=SOON)


@processes_apart
def test_when_the_tab_with_the_pen_dies_the_other_goes_on(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    other = visitor.another_tab()
    other.keep(THIRD)
    stopped_with_the_pen(visitor, FIRST)
    other.button(f"Save {SECOND} offline").click()
    pid = visitor.profile.process_of(visitor.page)
    expect(other.item(SECOND).get_by_role("progressbar")).to_be_visible()
    visitor.profile.kill_page(pid)
    began = time.monotonic()
    other.kept(SECOND)
    assert time.monotonic() - began < PATIENCE, "it waited for the dead"
    other.kept(FIRST)
    settled(other, 3)


def test_what_a_closed_tab_was_saving_the_other_saves(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive()
    other = visitor.another_tab()
    visitor.button("Save all offline").click()
    expect(other.button("Cancel all")).to_be_visible()
    visitor.kept(SECOND)
    other.kept(SECOND)
    visitor.page.close()
    wire.heal()
    expect(other.button("Cancel all")).to_have_count(0)
    settled(other, 8)


@processes_apart
def test_a_frozen_tab_loses_the_pen_and_overwrites_nothing(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    other = visitor.another_tab()
    other.keep(THIRD)
    pid = visitor.profile.process_of(visitor.page)
    stopped_with_the_pen(visitor, FIRST)
    with visitor.profile.frozen(pid):
        began = time.monotonic()
        other.button(f"Remove {THIRD} from this device").first.click()
        expect(other.item(THIRD)).to_contain_text("Streams")
        assert time.monotonic() - began > PATIENCE - 2, "it did not wait for one that may only be slow"
    visitor.page.evaluate("window.goOn()")
    for tab in (visitor, other):
        tab.kept(FIRST)
        expect(tab.item(THIRD)).to_contain_text("Streams")
        expect(tab.page.get_by_role("alert")).to_have_count(0)
    other.page.close()
    settled(visitor, 1)


def test_what_plays_here_and_is_removed_there_plays_on(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(LONG)
    visitor.play(LONG)
    expect(visitor.player).to_contain_text("Playing from this device")
    largest = max(visitor.files().items(), key=lambda file: file[1])[0]
    other = visitor.another_tab()
    other.button(f"Remove {LONG} from this device").first.click()
    expect(other.item(LONG)).to_contain_text("Streams")
    expect(visitor.item(LONG)).to_contain_text("Streams")
    visitor.page.bring_to_front()
    visitor.page.get_by_role("slider", name="Position").fill("60")
    until(lambda: visitor.sound()["currentTime"] > 60, "it is there")
    visitor.hear()
    expect(visitor.player).to_contain_text("Playing from this device")
    assert largest in visitor.files()
    visitor.play(SECOND)
    until(lambda: largest not in visitor.files(), "the bytes leave when nobody plays them")
    other.page.close()
    visitor.reload()
    assert visitor.check()["clean"]


def test_a_file_that_another_tab_holds_is_waited_for_then_given_up_with_a_word(
    visitor: Visitor, server: LarderServer
) -> None:
    visitor.arrive()
    other = visitor.another_tab()
    keys = {item["title"]: item["key"] for item in visitor.page.evaluate("larder.items()")}
    other.page.evaluate(HOLD_FILES, [f"keep-{keys[FIRST]}"])
    visitor.button(f"Save {FIRST} offline").click()
    assert "Another tab is writing this file; nothing was changed." in visitor.alert()
    expect(visitor.item(FIRST)).to_contain_text("Streams")
    visitor.button("Dismiss").click()
    visitor.button(f"Save {FIRST} offline").click()
    expect(visitor.item(FIRST).get_by_role("progressbar")).to_be_visible()
    other.page.evaluate("window.letGo()")
    visitor.kept(FIRST)
    settled(visitor, 1)


def test_an_old_tab_makes_way_for_a_new_version_and_says_so(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(FIRST)
    newer = visitor.profile.context.new_page()
    newer.goto(visitor.url + "precache.js")
    assert newer.evaluate(UPGRADE) == "upgraded"
    visitor.page.bring_to_front()
    banner = visitor.page.get_by_text("Larder was updated in another tab; reload this page.")
    expect(banner).to_be_visible()
    visitor.button(f"Save {SECOND} offline").click()
    assert "reload this page" in visitor.alert()
    visitor.play(FIRST)
    visitor.reload()
    expect(banner).to_be_visible()
