"""The record that says: this asset is on this device, by whose wish, in which blobs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.model.asset import Asset, asset
from app.model.batch import Record
from app.model.ref import Ref, ref

KIND = "keep/"
FORMAT = 2
"""Of the record. Format 1 knew only keeps by hand."""


class By(StrEnum):
    """Who wanted it here."""

    HAND = "hand"
    """The user: it stays until the user removes it."""
    PLAYER = "player"
    """Retained because it was listened to: it may be evicted to make room."""


@dataclass(frozen=True, slots=True)
class Keep:
    """A kept asset as it was when it was saved, and the refs of its blobs."""

    asset: Asset
    original: Ref
    size: int
    """Bytes of the original."""
    cover: Ref | None = None
    peaks: Ref | None = None
    at: float = 0.0
    """When it was saved, seconds since 1970."""
    by: By = By.HAND

    @property
    def key(self) -> str:
        """The record's key."""
        return KIND + self.asset.key

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Every blob this record names: the only place that knows."""
        return tuple(name for name in (self.original, self.cover, self.peaks) if name)

    def with_peaks(self, peaks: Ref) -> Keep:
        """The same keep, its waveform known."""
        return replace(self, peaks=peaks)

    def without(self, refs: Collection[Ref]) -> Keep:
        """The same keep, naming no cover or waveform that is one of these."""
        cover, peaks = (None if ref in refs else ref for ref in (self.cover, self.peaks))
        return replace(self, cover=cover, peaks=peaks)

    def as_json(self) -> Record:
        """The record; `keep(...)` reads it back."""
        return {
            "v": FORMAT,
            "asset": self.asset.as_json(),
            "original": self.original,
            "size": self.size,
            "cover": self.cover,
            "peaks": self.peaks,
            "at": self.at,
            "by": self.by.value,
        }


def keep(record: Mapping[str, Any]) -> Keep:
    """A keep from its record, of this format or an earlier one.

    Raises KeyError, TypeError or ValueError for anything that is not one.
    """
    if not 1 <= record["v"] <= FORMAT:
        raise ValueError(f"a keep of format {record['v']}")
    return Keep(
        asset=asset(record["asset"]),
        original=ref(record["original"]),
        size=int(record["size"]),
        cover=ref(record["cover"]) if record.get("cover") else None,
        peaks=ref(record["peaks"]) if record.get("peaks") else None,
        at=float(record.get("at", 0.0)),
        by=By(record.get("by", By.HAND)),
    )
