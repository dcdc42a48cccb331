"""The decoder of uncompressed sound, WAV and AIFF: numpy over spans of the blob, alike in every browser."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from app.core.peaks.ask import ask
from app.model.audio.aiff import aiff
from app.model.audio.pcm import Pcm
from app.model.audio.sample16 import from_pcm
from app.model.audio.samples import Samples
from app.model.audio.wav import wav
from app.model.span import Span
from app.ports import Read

READ = 4 << 20
"""Bytes read at once: measured as fast as any more."""
STEP = 2**18
"""Frames handed on at once, a few milliseconds of work for whoever takes them."""


async def layout(read: Read, size: int) -> Pcm:
    """Where the samples are. Raises Undecodable when the blob is neither WAV nor AIFF."""
    form = await read(Span(0, 4).within(size))
    return await ask(aiff(size) if form == b"FORM" else wav(size), read)


class PcmDecoder:
    """Decodes WAV and AIFF that are not compressed."""

    def __init__(self, room: int = READ) -> None:
        self._room = room

    async def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame, in runs of at most `STEP`."""
        pcm = await layout(read, size)
        for span in pcm.spans(self._room):
            frames = from_pcm(await read(span), pcm)
            for start in range(0, len(frames), STEP):
                yield Samples(pcm.rate, frames[start : start + STEP])
