"""MP4 (ISO/IEC 14496-12): which tracks there are, and how long a fragmented one lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

LARGEST = 16 * 1024 * 1024
"""Bytes of a box that are read."""
SOUND = re.compile(rb"hdlr.{8}soun", re.DOTALL)


class Seekable(Protocol):
    """A file, or what can be read like one."""

    def seek(self, offset: int, /) -> int:
        """Go to a byte."""
        ...

    def read(self, count: int, /) -> bytes | None:
        """At most so many bytes from here on."""
        ...


def has_sound(file: Seekable) -> bool:
    """Whether there is a sound track (§8.4.3); pictures beside it may be chapters of a book."""
    return SOUND.search(_first(file, b"moov")) is not None


def fragment_seconds(file: Seekable) -> float:
    """Seconds up to the end of the last fragment (§8.8); 0.0 when there is none."""
    moov = _first(file, b"moov")
    times, defaults = _inside(moov, b"trak", b"mdia", b"mdhd"), _inside(moov, b"mvex", b"trex")
    last = [at for name, at, _ in _boxes(file) if name == b"moof"][-1:]
    if not times or not last:
        return 0.0
    scale = int.from_bytes(times[20:24] if times[0] else times[12:16], "big")
    default = int.from_bytes(defaults[12:16], "big")
    end = _end(_inside(_at(file, last[0]), b"traf"), default)
    return end / scale if scale else 0.0


def _end(traf: bytes, default: int) -> int:
    """Decode time after the last sample of a fragment, in the track's time scale."""
    head, begin, run = (_inside(traf, name) for name in (b"tfhd", b"tfdt", b"trun"))
    flags = int.from_bytes(head[1:4], "big")
    if flags & 0x8:
        at = 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
        default = int.from_bytes(head[at : at + 4], "big")
    start = int.from_bytes(begin[4:12] if begin[:1] == b"\1" else begin[4:8], "big")
    return start + _run(run, default)


def _run(run: bytes, default: int) -> int:
    flags, count = int.from_bytes(run[1:4], "big"), int.from_bytes(run[4:8], "big")
    if not flags & 0x100:
        return count * default
    at = 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    step = 4 * (flags >> 8 & 0xF).bit_count()
    return sum(int.from_bytes(run[i : i + 4], "big") for i in range(at, len(run), step))


def _boxes(file: Seekable) -> Iterator[tuple[bytes, int, int]]:
    """Name, position and size of each box of the file."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(16) or b""
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if len(head) < 8 or 0 < size < 8:
            return
        yield head[4:8], at, size or LARGEST
        if not size:
            return
        at += size


def _first(file: Seekable, name: bytes) -> bytes:
    return next((_at(file, at) for found, at, _ in _boxes(file) if found == name), b"")


def _at(file: Seekable, at: int) -> bytes:
    """The content of the box at `at`, its header left out."""
    file.seek(at)
    size = int.from_bytes((file.read(8) or b"")[:4], "big") or LARGEST
    return file.read(max(0, min(size, LARGEST) - 8)) or b""


def _inside(content: bytes, *names: bytes) -> bytes:
    """The content of the first box found by going down `names`; empty when there is none."""
    for name in names:
        at = 0
        while content[at + 4 : at + 8] != name:
            size = int.from_bytes(content[at : at + 4], "big")
            at += size
            if size < 8 or at >= len(content):
                return b""
        content = content[at + 8 : at + int.from_bytes(content[at : at + 4], "big")]
    return content
