"""MP3 by `decodeAudioData`, slice by slice on frame boundaries."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple

import numpy as np
from pyodide.ffi import to_js

from app.browser.audio_buffer import audio_buffer
from app.browser.planes import frames_of
from app.core.peaks.in_order import in_order
from app.core.peaks.mp3_runs import mp3_runs
from app.model.audio.mp3_run import Mp3Run
from app.model.audio.sample16 import Frames
from app.model.audio.samples import Samples
from app.model.errors import Undecodable
from app.ports import Read

LENGTH = 512
"""Frames in a slice."""
AT_ONCE = 3
"""Slices being decoded: one less leaves a core idle, one more only takes memory."""


class Slice(NamedTuple):
    """A decoded run, and what shows that it joins its neighbours."""

    samples: Samples
    before: Frames
    """The sound of the last frame before the run; of none when there is none."""
    end: Frames
    """The sound of its last frame."""


class Mp3Slices:
    """Decodes MP3 in slices; each begins with frames of the one before, whose sound both must agree on.

    Firefox's do not, because what its decoder puts out depends on all that it decoded before.
    """

    def __init__(self, length: int = LENGTH) -> None:
        self._length = length

    async def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame, a slice at a time."""
        runs = mp3_runs(read, size, self._length)
        end = None
        async with aclosing(in_order(runs, decoded, AT_ONCE)) as slices:
            async for piece in slices:
                if end is not None and not np.array_equal(end, piece.before):
                    raise Undecodable("This browser's slices of an MP3 do not join; the bytes are safe.")
                end = piece.end
                yield piece.samples


async def decoded(run: Mp3Run) -> Slice:
    """The sound of a run. Raises Undecodable when it is not as long as its frames say."""
    stream = run.stream
    buffer = await audio_buffer(to_js(b"".join([*run.before, *run.frames])), stream.rate)
    early = len(run.before) * stream.samples
    if (buffer.length, buffer.numberOfChannels) != (early + run.samples, stream.channels):
        raise Undecodable("A slice of this MP3 came out longer or shorter than it is; the bytes are safe.")
    channels = [buffer.getChannelData(channel) for channel in range(stream.channels)]
    return Slice(
        Samples(stream.rate, frames_of(channels, early + run.kept.start, early + run.kept.stop)),
        frames_of(channels, max(0, early - stream.samples), early),
        frames_of(channels, buffer.length - stream.samples, buffer.length),
    )
