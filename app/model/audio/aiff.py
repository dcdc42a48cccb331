"""Where the samples of an AIFF or AIFF-C file lie (Apple, "AIFF-C draft 08/26/91")."""

from __future__ import annotations

import struct

from app.model.audio.chunks import chunks
from app.model.audio.pcm import Kind, Pcm
from app.model.audio.questions import Questions
from app.model.errors import Undecodable
from app.model.span import Span

FLOATS = (b"fl32", b"FL32", b"fl64", b"FL64")
SIGNED = (b"NONE", b"twos", b"sowt", b"in24", b"in32")
LITTLE = b"sowt"


def aiff(size: int) -> Questions[Pcm]:
    """The samples of an AIFF file of `size` bytes. Raises Undecodable when it is none, or is compressed."""
    head = yield Span(0, 12).within(size)
    if head[:4] != b"FORM" or head[8:] not in (b"AIFF", b"AIFC"):
        raise Undecodable("This is no AIFF file; the bytes are safe.")
    found = yield from chunks(">", 12, size)
    try:
        layout = yield found[b"COMM"]
        sound = found[b"SSND"]
        (gap,) = struct.unpack(">I4x", (yield Span(sound.start, sound.start + 8).within(size)))
        return _pcm(layout, Span(sound.start + 8 + gap, sound.end))
    except (KeyError, ValueError, OverflowError, struct.error) as error:
        raise Undecodable("This AIFF file's samples can't be found; the bytes are safe.") from error


def _pcm(layout: bytes, span: Span) -> Pcm:
    channels, _, bits, exponent, mantissa = struct.unpack_from(">HIHHQ", layout)
    kind = layout[18:22] or b"NONE"
    if kind not in FLOATS + SIGNED:
        raise ValueError(f"compressed as {kind!r}")
    rate = round(mantissa * 2.0 ** (exponent - 16383 - 63))
    sort = Kind.FLOAT if kind in FLOATS else Kind.SIGNED
    return Pcm(rate, channels, -(-bits // 8), sort, kind == LITTLE, span)
