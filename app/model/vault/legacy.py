"""What an earlier system left in this browser, and what has been brought over from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.model.asset import Asset
from app.model.batch import Record
from app.model.ref import Ref, ref
from app.model.staging_name import staged_as

KIND = "legacy/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One audio file of the earlier system under its key; `size` in bytes."""

    key: str
    media_type: str
    size: int

    @property
    def staging(self) -> str:
        """Name of the staging it is copied to."""
        return staged_as("legacy", self.key)

    def asset(self, listed: Asset | None, digest: Ref) -> Asset:
        """As it will be kept: as the server lists it, else with nothing but its key for a title."""
        if listed is not None:
            return replace(listed, digest=digest)
        kind = self.media_type or "application/octet-stream"
        return Asset(self.key, title=self.key, size=self.size, media_type=kind, digest=digest)


HEAD = 12
"""Bytes from which `audible` knows a file."""
STARTS = (b"ID3", b"fLaC", b"OggS")
FORMS = ((b"RIFF", b"WAVE"), (b"FORM", b"AIFF"), (b"FORM", b"AIFC"))
BRANDS = (b"M4A", b"M4B", b"mp4", b"iso", b"dash")
"""Of MPEG-4 files with sound; those of pictures are others."""


def audible(media_type: str, head: bytes) -> bool:
    """Whether it is an audio file: as it was declared or, where that says nothing, by its first bytes."""
    if media_type not in ("", "application/octet-stream"):
        return media_type.startswith(("audio/", "application/ogg"))
    if head[4:8] == b"ftyp":
        return head[8:].startswith(BRANDS)
    framed = len(head) > 1 and head[0] == 0xFF and (head[1] & 0xE6 == 0xE2 or head[1] & 0xF6 == 0xF0)
    return framed or head.startswith(STARTS) or (head[:4], head[8:12]) in FORMS


class Fate(StrEnum):
    """What has become of an entry."""

    BROUGHT = "brought"
    """It is kept, because it was brought over."""
    HELD = "held"
    """The same bytes were kept here already."""
    OTHER = "other"
    """Other bytes are kept here under its key: both stay where they are."""
    UNDONE = "undone"
    """It was brought over, and that was undone."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The record of one entry that was dealt with."""

    fate: Fate
    original: Ref
    """Name of its bytes as they were read from the earlier system."""
    at: float
    """When, in seconds since 1970; of a keep that was brought over, also when it was saved."""
    verified: bool = False
    """The copy here was read again and hashes to its name."""

    def as_json(self) -> Record:
        """The record; `brought(...)` reads it back."""
        fate = self.fate.value
        return {"v": 1, "fate": fate, "original": self.original, "at": self.at, "verified": self.verified}


def brought(record: Mapping[str, Any]) -> Brought:
    """What became of an entry, from its record. Raises KeyError or ValueError for anything else."""
    return Brought(
        Fate(record["fate"]), ref(record["original"]), float(record["at"]), bool(record["verified"])
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """What bringing it all over would do: entries and bytes."""

    items: int
    bytes: int
    listed: int
    """Of them the server lists so many; the others will be only on this device."""
    held: int
    """So many are kept here already."""
    missing: int
    """Bytes that do not fit; 0 when all does."""
