"""An asset that a device brought, as the record that every device shares."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from app.model.asset import Asset
from app.model.batch import Record
from app.model.ref import ref

KIND = "asset/"
WORDS = ("artist", "album", "genre")
NUMBERS = ("track", "year")


def as_record(asset: Asset, at: float) -> Record:
    """The record of an asset whose bytes are known, brought at second `at`; `brought(...)` reads it back."""
    return {
        "ref": asset.digest,
        "title": asset.title,
        "artist": asset.artist,
        "album": asset.album,
        "track": asset.track,
        "year": asset.year,
        "genre": asset.genre,
        "duration": asset.duration,
        "size": asset.size,
        "type": asset.media_type,
        "at": at,
    }


def brought(id: str, record: Mapping[str, Any]) -> Asset:
    """The asset of that id from its record, whatever else that says.

    Raises KeyError, TypeError or ValueError for anything that is no asset.
    """
    title = record["title"]
    words: dict[str, Any] = {name: record.get(name, "") for name in WORDS}
    numbers: dict[str, Any] = {name: record.get(name) for name in NUMBERS}
    if not title or not all(isinstance(each, str) for each in (title, *words.values())):
        raise ValueError("no asset")
    if not all(each is None or type(each) is int for each in numbers.values()):
        raise ValueError("no asset")
    size, duration = int(record.get("size", 0)), float(record.get("duration", 0.0))
    if size < 0 or not isfinite(duration) or duration < 0:
        raise ValueError("no asset")
    return Asset(
        key=id,
        title=title,
        **words,
        **numbers,
        duration=duration,
        size=size,
        media_type=str(record.get("type") or "application/octet-stream"),
        digest=ref(record["ref"]),
    )
