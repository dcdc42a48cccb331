"""Long files of any container, packet by packet."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from app.browser.container import opened
from app.browser.fuse import WEBCODECS, fuse
from app.browser.planes import frames_of
from app.model.audio.samples import Samples
from app.ports import Read

STEP = 2**18
FIRST = 4096
"""Samples that show whether decoding works at all."""


class Packets:
    """Decodes what mediabunny demuxes: slower than any other decoder, in little memory."""

    def __init__(self, step: int = STEP) -> None:
        self._step = step

    async def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame, in runs of `step`."""
        async with opened(read, size) as container:
            with fuse(WEBCODECS):
                planes = await container.next(min(FIRST, self._step))
            while planes:
                yield Samples(container.rate, frames_of(planes, 0, planes[0].length))
                planes = await container.next(self._step)
