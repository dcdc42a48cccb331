"""Decoded sound on its way from JavaScript into numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.model.audio.sample16 import Frames, from_float


def frames_of(channels: Sequence[Any], start: int, stop: int) -> Frames:
    """Samples `start` up to `stop` of each channel, a Float32Array, as shape (frames, channels)."""
    length = max(0, stop - start)
    planes = np.empty((len(channels), length), np.int16)
    values = np.empty(length, np.float32)
    for plane, channel in zip(planes, channels, strict=True):
        channel.subarray(start, stop).assign_to(values)
        plane[:] = from_float(values)
    return planes.T
