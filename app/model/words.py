"""What a track is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says of itself, or its name says of it."""

    title: str
    artist: str = ""
    album: str = ""
    disc: int | None = None
    track: int | None = None
    year: int | None = None
    genre: str = ""
