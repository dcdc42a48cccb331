"""Sharing a line among amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.spread import LEAST, spread


def test_amounts_share_the_line_in_proportion() -> None:
    assert spread((300, 100), gap=0) == ((0.0, 75.0), (75.0, 25.0))


def test_a_small_amount_can_still_be_seen() -> None:
    (_, big), (start, small) = spread((10**9, 1), gap=0.5)
    assert small == pytest.approx(LEAST, rel=0.05)
    assert start == pytest.approx(big + 0.5)


def test_nothing_takes_no_room() -> None:
    assert spread((), gap=1) == ()
    assert spread((0, 5), gap=1) == ((0.0, 0.0), (0.0, 100.0))


@given(st.lists(st.integers(0, 10**12), max_size=6))
def test_the_line_is_never_overrun(amounts: list[int]) -> None:
    places = spread(tuple(amounts), gap=0.5)
    assert all(start + width <= 100.0001 for start, width in places)
    assert all(width > 0 for (_, width), amount in zip(places, amounts, strict=True) if amount)
