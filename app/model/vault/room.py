"""Will it fit? Decided before a byte moves."""

from __future__ import annotations

MARGIN = 2 * 1024 * 1024
"""Bytes left free on purpose: databases and file systems need some to say no politely."""


def shortage(needed: int, estimate: tuple[int, int] | None) -> int:
    """Bytes missing until `needed` more fit into `estimate` (used, allowed); 0 if they fit, or if None."""
    if estimate is None:
        return 0
    used, allowed = estimate
    return max(0, used + needed + MARGIN - allowed)
