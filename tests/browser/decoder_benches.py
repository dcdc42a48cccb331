"""Runs inside the browser: the decoders that ship, each against the browser's own decode of whole files."""

from __future__ import annotations

import io
import wave
from contextlib import aclosing

import numpy as np
from js import Audio, OfflineAudioContext
from pyodide.ffi import to_js

from app.browser.mp3_slices import Mp3Slices
from app.browser.mp3_stream import Mp3Stream
from app.browser.packets import Packets
from app.browser.planes import frames_of
from app.browser.whole_file import WholeFile
from app.core.peaks.decode_pcm import PcmDecoder
from app.core.peaks.mp3_runs import mp3_runs
from tests.contracts.decoder import VECTORS, Bench, reader

MP3S = tuple(sorted(path.name for path in VECTORS.glob("*.mp3")))
AAC = ("aac.m4a",) if Audio.new().canPlayType('audio/mp4; codecs="mp4a.40.2"') else ()
"""Not every WebKitGTK comes with a decoder for it."""
OTHERS = ("vorbis.ogg", "opus.opus", *AAC)


async def by_the_browser(data: bytes, rate: int) -> np.ndarray:
    buffer = await OfflineAudioContext.new(1, 1, rate).decodeAudioData(to_js(data).buffer)
    channels = [buffer.getChannelData(channel) for channel in range(buffer.numberOfChannels)]
    return frames_of(channels, 0, buffer.length)


async def by_the_browser_without_what_was_added(data: bytes, rate: int) -> np.ndarray:
    """The same of an MP3. WebKitGTK leaves in what the encoder says it added; others drop it themselves."""
    frames = await by_the_browser(data, rate)
    async with aclosing(mp3_runs(reader(data), len(data), len(data))) as runs:
        run = await anext(runs)
    return frames[run.kept] if len(frames) == run.samples else frames


async def by_the_library(data: bytes, rate: int) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return frames.reshape(-1, sound.getnchannels())


async def pcm() -> Bench:
    wavs = ("chirp-stereo.wav", "noise-mono.wav")
    return Bench(wavs, lambda slices: [PcmDecoder((1000, 4096, 20000)[slices])], by_the_library)


async def mp3() -> Bench:
    """The one of the two that is exact in this browser."""
    lengths = (32, 50, 77)
    return Bench(
        MP3S,
        lambda slices: [Mp3Slices(lengths[slices]), Mp3Stream(lengths[slices])],
        by_the_browser_without_what_was_added,
    )


async def whole_file() -> Bench:
    steps = (1000, 4096, 100_000)
    return Bench((*MP3S, *OTHERS, "flac16.flac"), lambda slices: [WholeFile(steps[slices])], by_the_browser)


async def packets() -> Bench:
    """FLAC is left out: Chromium's packets hold the exact integers, its `decodeAudioData` rounds them."""
    return Bench(OTHERS, lambda slices: [Packets((1000, 4096, 100_000)[slices])], by_the_browser)


BENCHES = {bench.__name__: bench for bench in (pcm, mp3, whole_file, packets)}
