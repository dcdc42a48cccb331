"""One file of the library as the index knows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.asset import Asset
from app.model.ref import Ref
from app.model.text_index import folded
from app.model.words import Words

PLACE = 80
"""Characters of each name that decide the order; more would only lengthen cursors."""


@dataclass(frozen=True, slots=True)
class Track:
    """A row of the index. `path` is relative to the library folder; size in bytes, duration in seconds."""

    key: str
    path: bytes
    stamp: str
    """Changes when the file, or the picture beside it, changes."""
    size: int
    mtime_ns: int
    media_type: str
    duration: float
    words: Words
    cover: str | None = None
    """SHA-256 of its picture, hex."""
    hue: int | None = None
    digest: Ref | None = None
    notice: str = ""
    """Something odd worth telling, as a sentence."""

    @property
    def place(self) -> str:
        """Sorts by artist, album, disc, track and title; unnamed artists and albums last; unique."""
        words = self.words
        number = f"{words.disc or 0:04}{words.track or 9999:05}"
        names = _named(words.artist), _named(words.album), number, folded(words.title)[:PLACE], self.key
        return "\x1f".join(names)

    @property
    def search(self) -> str:
        """The text that search looks through."""
        return folded(f"{self.words.title} {self.words.artist} {self.words.album}")

    def asset(self, *, peaks: bool) -> Asset:
        """The track as the browser sees it."""
        words = self.words
        return Asset(
            key=self.key,
            title=words.title,
            artist=words.artist,
            album=words.album,
            track=words.track,
            year=words.year,
            genre=words.genre,
            duration=self.duration,
            size=self.size,
            media_type=self.media_type,
            digest=self.digest,
            hue=self.hue,
            cover=self.cover is not None,
            peaks=peaks,
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or link that is not in the library, and why, as a sentence."""

    path: bytes
    stamp: str
    reason: str


def _named(name: str) -> str:
    return "0" + folded(name)[:PLACE] if name else "1"
