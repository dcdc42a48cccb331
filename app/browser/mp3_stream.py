"""MP3 by one WebCodecs decoder from beginning to end."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Any

import js
from pyodide.ffi import JsException, to_js

from app.browser.ffi import module
from app.browser.fuse import WEBCODECS, fuse
from app.browser.planes import frames_of
from app.core.peaks.in_order import in_order
from app.core.peaks.mp3_runs import BEFORE, mp3_runs
from app.model.audio.layer3 import Layer3
from app.model.audio.mp3_run import Mp3Run
from app.model.audio.samples import Samples
from app.model.errors import Undecodable
from app.ports import Read

LENGTH = 512
"""Frames pulled out at once."""
CHUNK = 64
"""Frames pushed in at once: a chunk for each frame would cost more than its decoding."""
AT_ONCE = 2
"""Runs being decoded, so that the decoder always has the next one."""


class Mp3Stream:
    """Decodes MP3 where a chunk may hold many frames, as in Firefox; elsewhere it refuses at once.

    Exact even where what a decoder puts out depends on all that it decoded before.
    """

    def __init__(self, length: int = LENGTH) -> None:
        self._length = length

    async def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame, a run at a time."""
        async with aclosing(mp3_runs(read, size, BEFORE)) as runs:
            first = await anext(runs)
        await probe(first)
        async with stream(first.stream) as sound:
            runs = mp3_runs(read, size, self._length)
            async with aclosing(in_order(runs, partial(decoded, sound), AT_ONCE)) as results:
                async for samples in results:
                    yield samples


@asynccontextmanager
async def stream(layer: Layer3) -> AsyncGenerator[Any]:
    """A decoder for frames of such a stream. Raises Undecodable where the browser has none."""
    if not hasattr(js, "AudioDecoder"):
        raise Undecodable("This browser decodes whole files only; the bytes are safe.")
    sound = (await module("/app/browser/stream.js")).stream("mp3", layer.rate, layer.channels)
    try:
        yield sound
    except JsException as error:
        raise Undecodable from error
    finally:
        sound.close()


async def probe(run: Mp3Run) -> None:
    """Raise Undecodable where a chunk of two frames does not come out as two."""
    async with stream(run.stream) as sound:
        with fuse(WEBCODECS):
            push(sound, run, 0, 2)
            await sound.rest(len(run.frames[:2]) * run.stream.samples)


def push(sound: Any, run: Mp3Run, start: int, stop: int) -> None:
    """Frames `start` up to `stop` of a run, as one chunk."""
    frames = run.frames[start:stop]
    sound.push(to_js(b"".join(frames)), len(frames) * run.stream.samples)


async def decoded(sound: Any, run: Mp3Run) -> Samples:
    """The sound of a run, which must follow the run that was decoded before."""
    for start in range(0, len(run.frames), CHUNK):
        push(sound, run, start, start + CHUNK)
    planes = await (sound.rest if run.last else sound.pull)(run.samples)
    return Samples(run.stream.rate, frames_of(planes, run.kept.start, run.kept.stop))
