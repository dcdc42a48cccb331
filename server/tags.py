"""What an audio file says of itself: words, duration, picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, FileIO

from tinytag import TinyTag, TinyTagException

from app.model.audio.mp4 import fragment_seconds
from app.model.tagged import words_of_tag
from app.model.words import Words
from server.flac import flac_seconds
from server.mpeg import adts_seconds
from server.ogg import ogg_flac_seconds
from server.wave import wave_seconds, wave_without_sound

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
    return Tags(words_of_tag(tag, path), _seconds(file, media_type, tag), picture.data if picture else b"")


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
