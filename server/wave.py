"""WAV (Microsoft RIFF; RF64 is EBU Tech 3306), by its chunks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import FileIO

UNKNOWN = 0xFFFFFFFF
"""The size that a stream, or RF64, writes where it does not know or can't say."""

WORDS = frozenset({b"fmt ", b"LIST", b"id3 ", b"ID3 "})
"""Chunks that tags are read from."""
LARGEST = 32 * 1024 * 1024
"""Bytes of such a chunk that are read."""


def wave_seconds(file: FileIO) -> float:
    """Seconds of audio that are really there; 0.0 when the chunks make no sense."""
    end, rate = os.fstat(file.fileno()).st_size, 0
    for name, at, size in _chunks(file):
        if name == b"fmt ":
            file.seek(at + 8)
            rate = int.from_bytes(file.read(4) or b"", "little")
        if name == b"data" and rate:
            return (end - at if size == UNKNOWN else min(size, end - at)) / rate
    return 0.0


def wave_without_sound(file: FileIO) -> bytes:
    """The same WAV with its words and pictures alone, small enough to be parsed in memory."""
    kept = b"".join(
        name + size.to_bytes(4, "little") + _read(file, at, size) + b"\0" * (size % 2)
        for name, at, size in _chunks(file)
        if name in WORDS and size <= LARGEST
    )
    return b"RIFF" + (4 + len(kept)).to_bytes(4, "little") + b"WAVE" + kept


def _chunks(file: FileIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, position and size of each chunk's content, up to the first name that is none."""
    at = 12
    while True:
        head = _read(file, at, 8)
        if len(head) < 8 or not head[:4].isascii() or b"\0" in head[:4]:
            return
        size = int.from_bytes(head[4:], "little")
        yield head[:4], at + 8, size
        at += 8 + size + size % 2


def _read(file: FileIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size) or b""
