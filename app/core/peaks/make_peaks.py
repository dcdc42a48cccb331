"""Making the peaks of a blob."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from app.model.audio.peaks import Peaks
from app.model.audio.peaks_maker import PeaksMaker
from app.model.errors import Undecodable
from app.ports import Decoder, Read


async def make_peaks(read: Read, size: int, decoders: Sequence[Decoder]) -> Peaks:
    """The peaks of a blob of `size` bytes, by the first decoder that decodes all of it.

    Lets others run between slices, and may be cancelled there. Raises Undecodable when no decoder can.
    """
    refusal = None
    for decoder in decoders:
        try:
            return await _peaks(decoder, read, size)
        except Undecodable as error:
            refusal = error
    raise Undecodable from refusal


async def _peaks(decoder: Decoder, read: Read, size: int) -> Peaks:
    maker = None
    async with aclosing(decoder.decode(read, size)) as runs:
        async for samples in runs:
            maker = maker or PeaksMaker(samples.rate)
            maker.feed(samples.frames)
            await asyncio.sleep(0)
    if maker is None:
        raise Undecodable("There is no sound in this file; the bytes are safe.")
    return maker.finish()
