"""A few at a time: many at once would hold a lock, and the page, for too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

FEW = 200
"""Where nothing says how many."""

T = TypeVar("T")


def few(many: Sequence[T], size: int = FEW) -> Sequence[Sequence[T]]:
    """All of them in order, so many at a time."""
    return [many[at : at + size] for at in range(0, len(many), size)]
