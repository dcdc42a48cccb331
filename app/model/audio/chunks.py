"""The chunks that RIFF and IFF files are made of: a four-letter name, a size and a body, padded to even."""

from __future__ import annotations

import struct

from app.model.audio.questions import Questions
from app.model.span import Span

HEAD = 8
MANY = 1000
"""No sane file has as many chunks: a longer walk is not worth its reads."""


def chunks(order: str, start: int, size: int, last: bytes = b"") -> Questions[dict[bytes, Span]]:
    """Bodies by name, from byte `start` of a blob of `size` bytes, up to and with the one called `last`.

    `order` is that of a chunk's size: `<` or `>` as in `struct`. A body is cut to the blob.
    """
    found: dict[bytes, Span] = {}
    for _ in range(MANY):
        if start + HEAD > size or last in found:
            break
        name, length = struct.unpack(order + "4sI", (yield Span(start, start + HEAD)))
        start += HEAD
        found.setdefault(name, Span(start, start + length).within(size))
        start += length + length % 2
    return found
