"""How numbers read."""

from __future__ import annotations

import time

import pytest

from app.model import wording


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (84_000, "84 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (14_100_000, "14.1 MB"),
        (99_960_000, "100 MB"),
        (968_000_000, "968 MB"),
        (1_840_000_000, "1.84 GB"),
        (58_600_000_000, "58.6 GB"),
        (5_000_000_000_000, "5.00 TB"),
        (7_000_000_000_000_000, "7000 TB"),
    ],
)
def test_a_size_has_as_many_digits_as_help(count: int, text: str) -> None:
    assert wording.size(count) == text


def test_progress_is_told_in_the_unit_of_the_total() -> None:
    assert wording.of(5_900_000, 14_100_000) == "5.9 of 14.1 MB"
    assert wording.of(40_000, 1_840_000_000) == "0.00 of 1.84 GB"
    assert wording.of(0, 0) == "0 of 0 B"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.9, "0:59"), (252, "4:12"), (3723, "1:02:03"), (36_000, "10:00:00")]
)
def test_a_duration_reads_like_a_clock(seconds: float, text: str) -> None:
    assert wording.clock(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (45, "45 seconds"),
        (122, "2 minutes 2"),
        (60, "1 minute"),
        (3722, "1 hour 2 minutes 2"),
    ],
)
def test_a_position_is_spoken(seconds: float, text: str) -> None:
    assert wording.spoken(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "59 seconds"),
        (60, "1 minute"),
        (3_599, "59 minutes"),
        (3_600, "1 hour"),
        (11_520, "3 hours 12 minutes"),
        (147_660, "41 hours"),
    ],
)
def test_the_length_of_a_list_is_rounded_as_one_would_say_it(seconds: float, text: str) -> None:
    assert wording.length(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.2, "1 s left"), (9, "9 s left"), (240, "4 min left"), (7_800, "2 h 10 min left")],
)
def test_time_left_is_empty_until_it_is_known(seconds: float | None, text: str) -> None:
    assert wording.left(seconds) == text


def test_counts_agree_with_their_noun() -> None:
    assert wording.plural(1, "track") == "1 track"
    assert wording.plural(20_000, "track") == "20,000 tracks"


def test_empty_parts_leave_no_dot_behind() -> None:
    assert wording.joined("12 tracks", "", "59 minutes") == "12 tracks · 59 minutes"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ((2026, 5, 20, 9, 12), "Today, 09:12"),
        ((2026, 5, 20, 0, 0), "Today, 00:00"),
        ((2026, 5, 19, 21, 40), "Yesterday, 21:40"),
        ((2026, 5, 18, 18, 5), "Monday, 18:05"),
        ((2026, 5, 3, 18, 5), "3 May, 18:05"),
        ((2025, 12, 31, 23, 59), "31 December 2025, 23:59"),
    ],
)
def test_a_moment_is_told_as_one_remembers_it(moment: tuple[int, ...], text: str) -> None:
    at, now = (time.mktime((*each, 0, 0, 0, -1)) for each in (moment, (2026, 5, 20, 15, 0)))
    assert wording.when(at, now) == text
