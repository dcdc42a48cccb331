"""Stagings that nobody will go on with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.ref import PATTERN
from app.model.staging_name import staged_as
from app.model.vault.leftover import Leftover
from app.ports import Clock, Leftovers

HOUR = 3600.0
"""Seconds for which a staging may be somebody's who left no record of it."""


async def stale(stagings: Leftovers, waiting: Iterable[str], clock: Clock) -> Mapping[str, Leftover]:
    """By name, those of no asset whose key is among the `waiting`: old ones, and torn files of any age."""
    going_on = {staged_as(part, key) for key in waiting for part in ("keep", "cover")}
    return {
        name: left
        for name, left in (await stagings.stagings()).items()
        if name not in going_on and (left.at < clock.now() - HOUR or not_staged(name))
    }


def not_staged(name: str) -> bool:
    """Whether a leftover lies where only finished blobs may: a torn file is stale at any age."""
    return PATTERN.fullmatch(name) is not None or "." in name
