"""What interrupted work left under a staging's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leftover:
    """`size` bytes, last written `at` so many seconds since 1970."""

    size: int
    at: float
