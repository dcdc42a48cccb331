"""Any format that the browser plays, by one `decodeAudioData` of the whole file."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from js import Uint8Array

from app.browser.audio_buffer import audio_buffer
from app.browser.container import opened
from app.browser.planes import frames_of
from app.model.audio.samples import Samples
from app.model.errors import Undecodable
from app.model.span import Span
from app.ports import Read

LONGEST = 600.0
"""Seconds. The decoded sound is in memory as a whole, up to 0.75 MB for each second."""
READ = 4 << 20
STEP = 2**18


class WholeFile:
    """Decodes short files of any format."""

    def __init__(self, step: int = STEP) -> None:
        self._step = step

    async def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame, in runs of `step`."""
        async with opened(read, size) as container:
            if container.seconds > LONGEST:
                raise Undecodable("This file is too long to be decoded at once; the bytes are safe.")
            buffer = await audio_buffer(await in_javascript(read, size), container.rate)
        channels = [buffer.getChannelData(channel) for channel in range(buffer.numberOfChannels)]
        for start in range(0, buffer.length, self._step):
            stop = min(start + self._step, buffer.length)
            yield Samples(int(buffer.sampleRate), frames_of(channels, start, stop))


async def in_javascript(read: Read, size: int) -> Any:
    """The whole blob as a Uint8Array, never as a whole in Python's memory, which does not shrink again."""
    whole = Uint8Array.new(size)
    for start in range(0, size, READ):
        end = min(start + READ, size)
        whole.subarray(start, end).assign(await read(Span(start, end)))
    return whole
