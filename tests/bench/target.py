"""What a measurement is to reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`reached(ours, floor)` tells whether it is; `text` says it in the table."""

    text: str
    reached: Callable[[float, float], bool]


def ratio_at_most(limit: float) -> Target:
    """Ours is at most `limit` times the floor."""
    return Target(f"ratio ≤ {limit:g}", lambda ours, floor: ours <= limit * floor)


def ratio_at_least(limit: float) -> Target:
    """Ours is at least `limit` times the floor."""
    return Target(f"ratio ≥ {limit:g}", lambda ours, floor: ours >= limit * floor)


def at_most(limit: float, unit: str) -> Target:
    """Ours is at most `limit`, whatever the floor."""
    return Target(f"≤ {limit:g} {unit}", lambda ours, _floor: ours <= limit)


def within(limit: float, unit: str) -> Target:
    """Ours is at most `limit` more than the floor."""
    return Target(f"floor + {limit:g} {unit}", lambda ours, floor: ours <= floor + limit)
