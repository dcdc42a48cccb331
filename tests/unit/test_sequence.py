"""Three-way merges of lists: whatever both do, nothing is lost and nothing is there twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.model.sync.sequence import merged

ITEMS = st.lists(st.integers(0, 9), unique=True)


@given(ITEMS, ITEMS, ITEMS)
def test_what_either_added_is_there_and_what_either_removed_is_not(base, mine, theirs) -> None:
    wanted = {*mine, *theirs} - (set(base) - (set(mine) & set(theirs)))
    result = merged(base, mine, theirs)
    assert set(result) == wanted and len(result) == len(wanted)


@given(ITEMS, ITEMS)
def test_who_changes_nothing_gets_what_the_other_made(base, changed) -> None:
    assert merged(base, base, changed) == changed
    assert merged(base, changed, base) == changed


@given(ITEMS, ITEMS)
def test_the_same_change_twice_is_one(base, changed) -> None:
    assert merged(base, changed, changed) == changed


@given(ITEMS, ITEMS, ITEMS)
def test_merging_again_changes_nothing(base, mine, theirs) -> None:
    once = merged(base, mine, theirs)
    assert merged(theirs, once, theirs) == once


def test_what_is_added_stands_behind_what_it_was_put_behind() -> None:
    assert merged("abc", "abXc", "abcY") == list("abXcY")
    assert merged("abc", "Xabc", "cba") == list("Xcba")
    assert merged("abc", "acb", "abcd") == list("acdb")
