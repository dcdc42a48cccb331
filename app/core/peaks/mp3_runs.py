"""An MP3 in a blob, as runs of frames to decode."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from app.model.audio.gapless import Gapless, gapless
from app.model.audio.mp3_frames import Mp3Frames
from app.model.audio.mp3_run import Mp3Run
from app.model.errors import Undecodable
from app.model.span import Span
from app.ports import Read

READ = 1 << 20
"""Bytes read and cut into frames at once."""
BEFORE = 32
"""Frames that a decoder sees before a run. A frame may lean on 511 bytes of those before it (main_data_begin,
ISO/IEC 11172-3 §2.4.2.7), which are some 25 of the smallest frames, filters included."""


async def mp3_runs(read: Read, size: int, length: int) -> AsyncGenerator[Mp3Run]:
    """Runs of `length` frames. The last has up to twice as many, so that all there is to drop lies in it.

    Raises Undecodable when the blob is no MP3.
    """
    cutter, drop = Mp3Frames(), Gapless()
    frames: list[bytes] = []
    before: list[bytes] = []
    for start in range(0, max(size, 1), READ):
        fresh = cutter.feed(await read(Span(start, min(start + READ, size))), last=start + READ >= size)
        if not frames and not before and fresh and (tag := gapless(fresh[0], cutter.stream)):
            drop, fresh = tag, fresh[1:]
        frames += fresh
        while len(frames) >= 2 * length:
            yield Mp3Run(cutter.stream, frames[:length], before, Gapless(drop.start), last=False)
            before, frames = frames[length - BEFORE : length], frames[length:]
            drop = Gapless(0, drop.end)
    if not frames:
        raise Undecodable("There is no sound in this MP3 file; the bytes are safe.")
    yield Mp3Run(cutter.stream, frames, before, drop, last=True)
