"""What a file is called, by its tags and by its name where they say nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol
from unicodedata import category, normalize

from app.model.title import words_of_path
from app.model.words import Words

LONGEST = 300
"""Characters of a name that are kept."""


class Tag(Protocol):
    """Tags as they were read."""

    @property
    def title(self) -> str | None: ...
    @property
    def artist(self) -> str | None: ...
    @property
    def albumartist(self) -> str | None: ...
    @property
    def album(self) -> str | None: ...
    @property
    def disc(self) -> int | None: ...
    @property
    def track(self) -> int | None: ...
    @property
    def year(self) -> str | None: ...
    @property
    def genre(self) -> str | None: ...


def words_of_tag(tag: Tag, path: bytes) -> Words:
    """What the tags say; without a title, with what the `path` of the file tells besides."""
    told = Words(
        title=text(tag.title),
        artist=text(tag.artist) or text(tag.albumartist),
        album=text(tag.album),
        disc=whole(tag.disc, 999),
        track=whole(tag.track, 9998),
        year=year(tag.year),
        genre=text(tag.genre),
    )
    if told.title:
        return told
    guess = words_of_path(path)
    return replace(
        told,
        title=guess.title,
        artist=told.artist or guess.artist,
        album=told.album or guess.album,
        disc=told.disc or guess.disc,
        track=told.track or guess.track,
        year=told.year or guess.year,
    )


def text(value: str | None) -> str:
    """A tag as one clean line: NFC, no control characters, no lone surrogates, not endless."""
    line = (value or "").encode("utf-8", "replace").decode()
    line = "".join(" " if category(c) in ("Cc", "Zl", "Zp") else c for c in normalize("NFC", line)[:LONGEST])
    return " ".join(line.split())


def whole(value: object, most: int) -> int | None:
    """A number between 1 and `most`, or None."""
    return value if isinstance(value, int) and 0 < value <= most else None


def year(value: str | None) -> int | None:
    """The year in a date tag, or None."""
    match = re.match(r"\s*([12]\d{3})(?!\d)", value or "")
    return int(match[1]) if match else None
