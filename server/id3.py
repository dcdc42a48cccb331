"""ID3v2 tags, as far as they stand in the way of the audio."""

from __future__ import annotations

from io import FileIO


def audio_start(file: FileIO) -> int:
    """Where the bytes after any ID3v2 tags begin (ID3v2.4 §3.1). Moves the file's position there."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(10) or b""
        if head[:3] != b"ID3" or len(head) < 10:
            file.seek(at)
            return at
        at += 10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
