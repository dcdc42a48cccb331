"""An asset: one thing of the user's library, as the server lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.model.ref import Ref, ref


@dataclass(frozen=True, slots=True)
class Asset:
    """A track. `key` is the server's opaque name for it; sizes in bytes, durations in seconds."""

    key: str
    title: str
    artist: str = ""
    album: str = ""
    track: int | None = None
    year: int | None = None
    genre: str = ""
    duration: float = 0.0
    size: int = 0
    media_type: str = "application/octet-stream"
    digest: Ref | None = None
    """Name of its bytes, once the server has hashed them."""
    hue: int | None = None
    """Which of the twelve art colours its cover is nearest to; None for grey or no cover."""
    cover: bool = False
    peaks: bool = False
    """Whether the server holds a waveform of it."""

    def as_json(self) -> dict[str, Any]:
        """The asset as plain JSON; `asset(...)` reads it back."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = dict.fromkeys(field.name for field in fields(Asset))


def asset(line: Mapping[str, Any]) -> Asset:
    """An asset from one item of `GET /api/library`. Unknown fields of a newer server are ignored."""
    known = {name: value for name, value in line.items() if name in NAMES and value is not None}
    if "digest" in known:
        known["digest"] = ref(known["digest"])
    return Asset(**known)
