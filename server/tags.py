"""What an audio file says of itself: words, duration, picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO, FileIO
from unicodedata import category, normalize

from tinytag import TinyTag, TinyTagException

from app.model.title import words_of_path
from app.model.words import Words
from server.flac import flac_seconds
from server.mp4 import fragment_seconds
from server.mpeg import adts_seconds
from server.ogg import ogg_flac_seconds
from server.wave import wave_seconds, wave_without_sound

LONGEST = 300
"""Characters of a name that are kept."""


Measure = Callable[[FileIO], float]
COUNTED: dict[str, Measure] = {"audio/aac": adts_seconds, "audio/wav": wave_seconds}
"""Formats whose header says no duration, or one that is often wrong."""
MEASURED: dict[str, Measure] = {
    "audio/flac": flac_seconds,
    "audio/mp4": fragment_seconds,
    "audio/ogg": ogg_flac_seconds,
}
"""How to find a duration that the header leaves open."""


class Unreadable(Exception):
    """The audio can't be made sense of; `str(error)` is the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Words, duration in seconds, and the embedded picture's bytes (empty for none)."""

    words: Words
    duration: float
    picture: bytes = b""


def read_tags(file: FileIO, path: bytes, media_type: str) -> Tags:
    """The tags of `file`, its `path` filling in what is missing. Raises Unreadable."""
    file.seek(0)
    tag = _tag(file, media_type)
    picture = tag.images.any
    return Tags(_words(tag, path), _seconds(file, media_type, tag), picture.data if picture else b"")


def _tag(file: FileIO, media_type: str) -> TinyTag:
    try:
        if media_type == "audio/wav":
            return TinyTag.get(file_obj=BytesIO(wave_without_sound(file)), image=True, duration=False)
        with open(file.fileno(), "rb", closefd=False) as buffered:
            return TinyTag.get(file_obj=buffered, image=True, duration=media_type not in COUNTED)
    except (TinyTagException, OSError, MemoryError) as error:
        if media_type in COUNTED:
            return TinyTag()
        raise Unreadable("It begins like audio but is damaged or cut short.") from error


def _seconds(file: FileIO, media_type: str, tag: TinyTag) -> float:
    measure = COUNTED.get(media_type) or MEASURED.get(media_type)
    seconds = round(tag.duration or (measure(file) if measure else 0.0), 3)
    if not 0 < seconds < 1e7:
        raise Unreadable("It holds no audio, or was cut short before the first second.")
    return seconds


def _words(tag: TinyTag, path: bytes) -> Words:
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
