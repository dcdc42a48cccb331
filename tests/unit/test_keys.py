"""Which key does what, and where it is left alone."""

from __future__ import annotations

import pytest

from app.model.keys import STEP, Place, menu_step, shortcut


@pytest.mark.parametrize("key", [" ", "/", "?", "ArrowLeft", "ArrowRight", "Escape"])
def test_a_field_keeps_its_characters(key: str) -> None:
    assert shortcut(key, Place.TEXT) is None


def test_space_plays_or_pauses_but_presses_a_button_that_has_the_focus() -> None:
    assert shortcut(" ", Place.PAGE) == shortcut(" ", Place.SLIDER) == ("toggle", "")
    assert shortcut(" ", Place.BUTTON) is None


def test_arrows_seek_but_move_a_slider_that_has_the_focus() -> None:
    assert shortcut("ArrowLeft", Place.BUTTON) == ("nudge", str(-STEP))
    assert shortcut("ArrowRight", Place.PAGE) == ("nudge", str(STEP))
    assert shortcut("ArrowRight", Place.SLIDER) is None


def test_behind_a_dialog_only_the_list_of_keys_answers() -> None:
    assert shortcut("?", Place.DIALOG) == ("help", "")
    assert all(shortcut(key, Place.DIALOG) is None for key in (" ", "/", "ArrowLeft"))


def test_a_key_without_meaning_is_left_to_the_browser() -> None:
    assert shortcut("a", Place.PAGE) is None
    assert shortcut("Tab", Place.BUTTON) is None


def test_arrows_go_round_in_a_menu_and_other_keys_do_nothing_there() -> None:
    assert [menu_step(key, 2, 3) for key in ("ArrowDown", "ArrowUp", "Home", "End")] == [0, 1, 0, 2]
    assert menu_step("ArrowUp", 0, 3) == 2
    assert menu_step("ArrowRight", 0, 3) is menu_step("a", 0, 3) is None
