"""Where the samples of a WAV file lie.

RIFF/WAVE with WAVE_FORMAT_EXTENSIBLE (Microsoft, "Multiple channel audio data and WAVE files") and its
64-bit forms RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088).
"""

from __future__ import annotations

import struct

from app.model.audio.chunks import chunks
from app.model.audio.pcm import Kind, Pcm
from app.model.audio.questions import Questions
from app.model.errors import Undecodable
from app.model.span import Span

FORMS = (b"RIFF", b"RF64", b"BW64")
PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
ELSEWHERE = b"\xff\xff\xff\xff"
"""In place of a size that stands in `ds64`."""


def wav(size: int) -> Questions[Pcm]:
    """The samples of a WAV file of `size` bytes. Raises Undecodable when it is none, or is compressed."""
    head = yield Span(0, 12).within(size)
    if head[:4] not in FORMS or head[8:] != b"WAVE":
        raise Undecodable("This is no WAV file; the bytes are safe.")
    found = yield from chunks("<", 12, size, b"data")
    try:
        layout = yield found[b"fmt "]
        span = yield from _data(found, size)
        return _pcm(layout, span)
    except (KeyError, ValueError, struct.error) as error:
        raise Undecodable("This WAV file's samples can't be found; the bytes are safe.") from error


def _data(found: dict[bytes, Span], size: int) -> Questions[Span]:
    data = found[b"data"]
    if b"ds64" in found:
        sizes = yield found[b"ds64"]
        stated = yield Span(data.start - 4, data.start)
        if stated == ELSEWHERE:
            data = Span(data.start, data.start + struct.unpack_from("<Q", sizes, 8)[0]).within(size)
    # A recorder that was cut off, or wrote to a pipe, never came back to fill in the size.
    return data if data.length else Span(data.start, size)


def _pcm(layout: bytes, span: Span) -> Pcm:
    code, channels, rate, _, frame, bits = struct.unpack_from("<HHIIHH", layout)
    if code == EXTENSIBLE:
        (code,) = struct.unpack_from("<H", layout, 24)
    if code not in (PCM, FLOAT) or not channels or frame % channels or frame // channels * 8 < bits:
        raise ValueError(f"format {code}: {channels} channels in {frame} bytes")
    width = frame // channels
    kind = Kind.FLOAT if code == FLOAT else Kind.UNSIGNED if width == 1 else Kind.SIGNED
    return Pcm(rate, channels, width, kind, True, span)
