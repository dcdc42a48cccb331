"""Two changes become one: what the model of the devices does not walk into."""

from __future__ import annotations

import pytest

from app.model.sync.merge import merge


@pytest.mark.parametrize(
    ("kind", "mine", "theirs"),
    [
        ("playlist", {"name": "a", "items": [1, 2]}, {"name": "a", "items": [{"id": "x"}]}),
        ("playlist", {"name": "a", "items": 3}, {"name": "a", "items": [{}]}),
        ("position", {"at": "soon"}, {"at": 3.0}),
        ("position", {"at": 2.0}, {"at": 3.0, "rewinds": []}),
    ],
)
def test_what_has_no_shape_that_we_know_is_kept_both_ways(kind: str, mine, theirs) -> None:
    merged = merge(kind, {}, mine, theirs)
    assert merged.body == theirs and merged.copy == mine


def test_a_place_that_both_changed_is_told_to_nobody() -> None:
    assert not merge("position", {"at": 1.0}, {"at": 5.0}, None).note
    assert merge("playlist", {"name": "a"}, {"name": "b"}, None).note


@pytest.mark.parametrize(("mine", "theirs", "furthest"), [(3.0, 2.0, 3.0), (2.0, 3.0, 3.0)])
def test_the_furthest_place_counts(mine: float, theirs: float, furthest: float) -> None:
    assert merge("position", {"at": 1.0}, {"at": mine}, {"at": theirs}).body == {"at": furthest}


def test_who_went_back_by_hand_knew_why() -> None:
    back, on = {"at": 2.0, "rewinds": 1}, {"at": 90.0, "rewinds": 0}
    for mine, theirs in ((back, on), (on, back)):
        assert merge("position", {"at": 80.0}, mine, theirs).body == back
