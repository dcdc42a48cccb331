"""Bars are the real peaks, every one of them, and nothing else."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from app.model.audio.bars import bar_path, bars
from app.model.audio.peaks import Peaks


def peaks_of(values: list[int]) -> Peaks:
    mins = array("b", [min(value, 0) for value in values])
    maxs = array("b", [max(value, 0) for value in values])
    return Peaks(44100, 256, mins, maxs)


def test_a_bar_is_as_tall_as_its_loudest_point() -> None:
    assert bars(peaks_of([1, -4, 8, 2, 0, 0]), 3) == [0.5, 1, 0]


def test_silence_lies_flat_and_nothing_draws_nothing() -> None:
    assert bars(peaks_of([0, 0]), 2) == [0, 0]
    assert bars(peaks_of([]), 5) == []
    assert bar_path([], 30) == ""


def test_the_path_stands_on_the_baseline_and_stays_inside() -> None:
    assert bar_path([0, 0.5, 1], 30) == "M1.5 29V29.0M4.5 29V15.5M7.5 29V2.0"


@given(st.integers(1, 60), st.integers(0, 59), st.integers(1, 90))
def test_a_click_anywhere_shows_at_its_place(points: int, at: int, count: int) -> None:
    values = [0] * points
    values[at % points] = -128
    heights = bars(peaks_of(values), count)
    assert len(heights) == count
    shown = [index for index, tall in enumerate(heights) if tall]
    assert shown and all(heights[index] == 1 for index in shown)
    place = (at % points + 0.5) / points
    assert all(abs((index + 0.5) / count - place) <= 1 / count + 1 / points for index in shown)
