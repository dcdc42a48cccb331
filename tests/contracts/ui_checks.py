"""What the page does when it is used, as sentences. Runs where it ships, on the real document."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from js import CustomEvent, document, window

from app.model.saves.transfer import Stage, Transfer
from app.ui.screen import Question
from tests.contracts.ui_bench import Bench, listing, named, press, rows


async def a_button_keeps_the_focus_when_its_meaning_changes(bench: Bench) -> None:
    listed = rows(3)
    bench.show(listing(listed))
    named("Save Track 2 offline").focus()
    running = replace(listed[1], transfer=Transfer("k2", "Track 2", 1, 10, Stage.RUNNING))
    bench.show(listing((listed[0], running, listed[2])))
    assert document.activeElement.getAttribute("aria-label") == "Cancel saving Track 2"
    assert named("Saving Track 2", "progress")


async def a_row_keeps_its_node_when_it_moves(bench: Bench) -> None:
    listed = rows(4)
    bench.show(listing(listed))
    node = named("Track 4", "li")
    bench.show(listing(listed[2:], first=2, total=4))
    assert node.isConnected and named("Track 4", "li") == node


async def focus_goes_to_the_list_when_its_row_leaves(bench: Bench) -> None:
    bench.show(listing(rows(4)))
    named("Save Track 1 offline").focus()
    bench.show(listing(rows(4)[2:], first=2, total=4))
    assert document.activeElement.getAttribute("aria-label") == "Library"


async def typed_text_is_not_overwritten_while_it_has_the_focus(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    field = named("Search the library", "input")
    field.focus()
    field.value = "ahead of Python"
    bench.show(replace(listing(rows(2)), query="ahead"))
    assert field.value == "ahead of Python"
    field.blur()
    bench.show(replace(listing(rows(2)), query="ahead"))
    assert field.value == "ahead"


async def a_press_is_told_as_verb_and_key(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    named("Save Track 2 offline").click()
    document.querySelector(".track .over").click()
    assert bench.heard == [("keep", "k2", ""), ("play", "k1", "")]


async def typing_is_told_letter_by_letter(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    field = named("Search the library", "input")
    field.value = "moth"
    field.dispatchEvent(CustomEvent.new("input", bubbles=True))
    assert bench.heard == [("search", "", "moth")]


async def keys_play_seek_and_ask_for_help(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    document.activeElement.blur()
    assert [press(key) for key in (" ", "ArrowRight", "ArrowLeft", "?")] == [False] * 4
    assert press("PageDown")
    assert bench.heard == [("toggle", "", ""), ("nudge", "", "5"), ("nudge", "", "-5"), ("help", "", "")]


async def keys_are_letters_in_a_field(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    press("/")
    assert document.activeElement == named("Search the library", "input")
    assert [press(key) for key in (" ", "/", "?", "ArrowLeft")] == [True] * 4
    assert not bench.heard


async def a_dialog_gives_the_focus_back(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    named("Save Track 2 offline").focus()
    asked = Question("Remove it?", "It is the only copy.", "Remove", "remove")
    bench.show(replace(listing(rows(2)), question=asked))
    assert document.activeElement.textContent.strip() == "Leave it"
    document.querySelector("dialog[open]").dispatchEvent(CustomEvent.new("cancel", cancelable=True))
    assert bench.heard == [("answer-no", "", "")]
    bench.show(listing(rows(2)))
    assert document.activeElement == named("Save Track 2 offline")


async def rows_without_nodes_take_their_room(bench: Bench) -> None:
    bench.show(listing(rows(10), first=500, total=20_000))
    shown = document.querySelector(".tracks")
    pitch = shown.firstElementChild.offsetHeight
    assert abs(shown.offsetHeight - 20_000 * pitch) < pitch
    assert shown.firstElementChild.getAttribute("aria-posinset") == "501"
    assert shown.firstElementChild.getAttribute("aria-setsize") == "20000"
    assert abs(shown.firstElementChild.offsetTop - shown.offsetTop - 500 * pitch) < pitch


async def rows_near_the_eye_are_asked_for(bench: Bench) -> None:
    bench.show(listing(rows(10), total=20_000))
    pitch = document.querySelector(".track").offsetHeight
    window.scrollTo(0, 9_000 * pitch)
    await asyncio.sleep(0.3)
    verb, _, value = bench.heard[-1]
    first, count = (int(part) for part in value.split(","))
    window.scrollTo(0, 0)
    assert verb == "window" and first < 9_000 < first + count < 9_200


async def an_unchanged_status_is_left_alone(bench: Bench) -> None:
    bench.show(listing(rows(2)))
    node = document.querySelector('[aria-label="Connection"]').lastElementChild.firstChild
    bench.show(listing(rows(3)))
    assert document.querySelector('[aria-label="Connection"]').lastElementChild.firstChild == node


CHECKS = {
    check.__name__: check
    for check in (
        a_button_keeps_the_focus_when_its_meaning_changes,
        a_row_keeps_its_node_when_it_moves,
        focus_goes_to_the_list_when_its_row_leaves,
        typed_text_is_not_overwritten_while_it_has_the_focus,
        a_press_is_told_as_verb_and_key,
        typing_is_told_letter_by_letter,
        keys_play_seek_and_ask_for_help,
        keys_are_letters_in_a_field,
        a_dialog_gives_the_focus_back,
        rows_without_nodes_take_their_room,
        rows_near_the_eye_are_asked_for,
        an_unchanged_status_is_left_alone,
    )
}
