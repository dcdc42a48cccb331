"""Writing what arrives to the end of a part."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from io import FileIO
from pathlib import Path

from server.problem import Problem
from server.uploads.parts import flush

PIECE = 1024 * 1024
"""Bytes that are written at a time, off the event loop."""
TOO_MUCH = "This is more than the upload was to be; what had arrived before is kept."
MISMATCH = "These bytes are not what their checksum says; they were dropped, what came before is kept."


async def append(path: Path, arriving: AsyncIterator[bytes], most: int, checksum: bytes | None) -> int:
    """The size of the part with what arrived at its end, all of it flushed; never more than `most`.

    What arrives before a cut stays. Raises Problem, NotFlushed or another OSError.
    """
    digest = sha256()
    file = await asyncio.to_thread(FileIO, path, "ab")
    try:
        start = os.fstat(file.fileno()).st_size
        await _write(file, arriving, most - start, digest.update if checksum else None)
        if checksum and digest.digest() != checksum:
            os.ftruncate(file.fileno(), start)
            raise Problem(460, MISMATCH)
        await asyncio.to_thread(flush, file.fileno())
        return os.fstat(file.fileno()).st_size
    finally:
        file.close()


Hear = Callable[[bytearray], None]


async def _write(file: FileIO, arriving: AsyncIterator[bytes], room: int, hear: Hear | None) -> None:
    waiting = bytearray()
    try:
        async for piece in arriving:
            if len(waiting) + len(piece) > room:
                raise Problem(413, TOO_MUCH)
            waiting += piece
            if len(waiting) >= PIECE:
                whole, waiting = waiting, bytearray()
                room -= len(whole)
                await asyncio.to_thread(_put, file, whole, hear)
    finally:
        await asyncio.to_thread(_put, file, waiting, hear)


def _put(file: FileIO, piece: bytearray, hear: Hear | None) -> None:
    if hear:
        hear(piece)
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]
