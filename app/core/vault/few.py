"""Many at once would hold the pen, and the page, for too long: they go a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

FEW = 200
"""Keeps that are removed in one go."""

T = TypeVar("T")


def few(many: Sequence[T], size: int = FEW) -> Iterator[Sequence[T]]:
    """All of them in order, a few at a time."""
    return (many[at : at + size] for at in range(0, len(many), size))
