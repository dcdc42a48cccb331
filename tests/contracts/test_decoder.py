"""The decoder contract, over the one decoder that needs no browser."""

from __future__ import annotations

import asyncio
import io
import wave

import numpy as np
import pytest

from app.core.peaks.decode_pcm import PcmDecoder
from tests.contracts import decoder


async def whole(data: bytes, rate: int) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as sound:
        assert sound.getframerate() == rate
        frames = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return frames.reshape(-1, sound.getnchannels())


PCM = decoder.Bench(
    ("chirp-stereo.wav", "noise-mono.wav"), lambda slices: [PcmDecoder((1000, 4096, 20000)[slices])], whole
)


@pytest.mark.parametrize("check", decoder.CHECKS.values())
def test_pcm(check) -> None:
    asyncio.run(check(PCM))
