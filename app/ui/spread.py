"""Sharing a line of 100 percent among amounts."""

from __future__ import annotations

LEAST = 1.2
"""Percent that even the smallest amount gets, so that it can be seen."""


def spread(amounts: tuple[int, ...], gap: float) -> tuple[tuple[float, float], ...]:
    """Start and width in percent for each amount, in order, `gap` percent apart; of 0 no width."""
    room = 100 - gap * max(0, sum(1 for amount in amounts if amount) - 1)
    floors = [max(LEAST, room * amount / max(1, sum(amounts))) if amount else 0.0 for amount in amounts]
    shrink = room / max(room, sum(floors))
    places: list[tuple[float, float]] = []
    start = 0.0
    for width in floors:
        places.append((min(start, 100.0), width * shrink))
        start += width * shrink + gap if width else 0.0
    return tuple(places)
