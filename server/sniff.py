"""What files are, by looking into them: names lie."""

from __future__ import annotations

from io import FileIO

from app.model.audio import sniff
from app.model.audio.mp4 import has_sound
from app.model.audio.sniff import HEAD, image_type
from server.id3 import audio_start

BYTES = "application/octet-stream"

__all__ = ["BYTES", "audio_type", "image_type", "media_type", "reason_against"]


def audio_type(file: FileIO) -> str | None:
    """The media type of audio that Larder plays, or None for anything else. Moves the file's position."""
    audio_start(file)
    found = sniff.audio_type(file.read(HEAD) or b"")
    return None if found == "audio/mp4" and not has_sound(file) else found


def media_type(file: FileIO) -> str:
    """The media type of audio that Larder plays, of a picture that browsers show, or of mere bytes."""
    file.seek(0)
    head = file.read(16) or b""
    return image_type(head) or audio_type(file) or BYTES


def reason_against(file: FileIO) -> str:
    """Why a file that `audio_type` refused is not in the library, as a sentence."""
    file.seek(0)
    return sniff.reason_against(file.read(512) or b"")
