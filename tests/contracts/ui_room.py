"""What the vault says of its room and does about it, as sentences. Runs where it ships, on the document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from js import CustomEvent, document

from app.model.vault.limits import Limits
from app.ui.screen import LogLine, RoomState, Screen, VaultState, View
from tests.contracts.ui_bench import NASTY, PLAIN, Bench

LINE = LogLine("log/1", "Slate", "Not played for 5 months; the server has it.", "Today, 09:12", 10_900_000)


def vault(**room: Any) -> Screen:
    """A vault with this room."""
    return replace(PLAIN, view=View.VAULT, vault=VaultState(room=RoomState(**room)))


def labelled(name: str) -> Any:
    """The field with that label."""
    labels = [each for each in document.querySelectorAll("label") if each.textContent == name]
    return document.getElementById(labels[0].htmlFor)


async def the_limits_show_what_is_so(bench: Bench) -> None:
    bench.show(vault(limits=Limits(250_000_000, automatic=False, unmetered=True)))
    assert labelled("Budget in MB").value == "250"
    switches = [labelled(name) for name in ("Make room automatically", "Only on unmetered connections")]
    assert [each.getAttribute("role") for each in switches] == ["switch"] * 2
    assert [each.checked for each in switches] == [False, True]


async def a_switch_that_could_not_be_set_goes_back(bench: Bench) -> None:
    bench.show(vault())
    switch = labelled("Make room automatically")
    switch.click()
    assert bench.heard == [("automatic", "", "on")]
    bench.show(vault())
    assert switch.checked


async def a_budget_is_told_when_it_is_chosen(bench: Bench) -> None:
    bench.show(vault())
    field = labelled("Budget in MB")
    field.value = "120"
    field.dispatchEvent(CustomEvent.new("change", bubbles=True))
    assert bench.heard == [("budget", "", "120")]


async def the_log_names_what_went_and_one_press_brings_it_back(bench: Bench) -> None:
    bench.show(vault(log=(LINE, replace(LINE, key="log/0", title=NASTY, here=True))))
    log = document.querySelector('[role="log"]')
    heading = document.getElementById(log.getAttribute("aria-labelledby"))
    assert heading.textContent == "What was removed and why"
    assert "Not played for 5 months" in log.textContent and "10.9 MB" in log.textContent
    assert not document.querySelector(".nasty")
    buttons = log.querySelectorAll("button")
    assert buttons.length == 1
    assert document.getElementById(buttons[0].getAttribute("aria-describedby")).textContent == "Slate"
    buttons[0].click()
    assert bench.heard == [("fetch-again", "log/1", "")]


async def what_is_fetched_again_shows_its_bytes(bench: Bench) -> None:
    bench.show(vault(log=(replace(LINE, fetching=(5_900_000, 10_900_000)),)))
    assert document.querySelector('progress[aria-label="Fetching Slate"]').value == 5_900_000
    assert "5.9 of 10.9 MB" in document.querySelector('[role="log"]').textContent


async def plays_and_retained_bytes_are_told(bench: Bench) -> None:
    bench.show(vault(items=3, bytes=42_000_000, here=12, streamed=1))
    text = document.querySelector(".vault").textContent
    assert "Retained while streaming: 3 items · 42.0 of 500 MB used" in text
    assert "Played from this device 12 times, streamed 1 time." in text


async def an_empty_log_says_what_would_be_in_it(bench: Bench) -> None:
    bench.show(vault())
    assert "one press fetches it again" in document.querySelector('[role="log"]').textContent
    assert "Nothing was played yet." in document.querySelector(".vault").textContent


CHECKS = {
    check.__name__: check
    for check in (
        the_limits_show_what_is_so,
        a_switch_that_could_not_be_set_goes_back,
        a_budget_is_told_when_it_is_chosen,
        the_log_names_what_went_and_one_press_brings_it_back,
        what_is_fetched_again_shows_its_bytes,
        plays_and_retained_bytes_are_told,
        an_empty_log_says_what_would_be_in_it,
    )
}
