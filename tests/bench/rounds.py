"""Repeating measurements side by side, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def rounds(count: int, measures: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """Every measurement `count` times, in turns; another one begins each time."""
    names = list(measures)
    taken: dict[str, list[T]] = {name: [] for name in names}
    for number in range(count):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            taken[name].append(measures[name]())
    return taken


def medians(count: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each."""
    return {name: median(values) for name, values in rounds(count, measures).items()}
