"""One line of the log: what left this device without being asked to, and why."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.asset import Asset, asset
from app.model.batch import Record
from app.model.vault.eviction import Eviction

KIND = "log/"
MOST = 200
"""Lines that are kept."""


@dataclass(frozen=True, slots=True)
class Removal:
    """An eviction that was carried out. `bytes` left with it `at` a time in seconds since 1970."""

    key: str
    """The record's key; later ones sort later."""
    asset: Asset
    bytes: int
    at: float
    reason: str

    def as_json(self) -> Record:
        """The record; `removal(...)` reads it back."""
        return {"asset": self.asset.as_json(), "bytes": self.bytes, "at": self.at, "reason": self.reason}


def removed(eviction: Eviction, at: float, place: int) -> Removal:
    """The line of the `place`-th eviction of a plan that is carried out at second `at`."""
    key = f"{KIND}{int(at * 1000):014}-{place:06}"
    return Removal(key, eviction.keep.asset, eviction.bytes, at, eviction.reason)


def removal(key: str, record: Record) -> Removal:
    """A line from its record. Raises KeyError, TypeError or ValueError for anything that is not one."""
    return Removal(
        key, asset(record["asset"]), int(record["bytes"]), float(record["at"]), str(record["reason"])
    )
