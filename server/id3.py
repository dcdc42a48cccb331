"""ID3v2 tags, as far as they stand in the way of the audio."""

from __future__ import annotations

from io import FileIO

from app.model.audio.sniff import ID3, id3_size


def audio_start(file: FileIO) -> int:
    """Where the bytes after any ID3v2 tags begin. Moves the file's position there."""
    at = 0
    while True:
        file.seek(at)
        size = id3_size(file.read(ID3) or b"")
        if not size:
            file.seek(at)
            return at
        at += size
