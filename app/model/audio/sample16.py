"""Samples of any kind as the 16-bit integers that peaks are made of. Imports numpy.

The rules are those of BBC audiowaveform (SndFileAudioFileReader): integers keep their upper 16 bits,
floating point is multiplied by 32767 and cut. What is over full scale is held there, where audiowaveform
would wrap around.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.model.audio.pcm import Kind, Pcm

Frames = npt.NDArray[np.int16]
FULL = np.float32(32767)


def from_float(values: npt.NDArray[np.float32]) -> Frames:
    """The values, full scale at 1, in an array of the same shape."""
    scaled = np.clip(values, -1, 1)
    scaled *= FULL
    with np.errstate(invalid="ignore"):
        return scaled.astype(np.int16)


def from_pcm(data: bytes, pcm: Pcm) -> Frames:
    """The frames in `data`, which is whole frames of `pcm`; shape (frames, channels)."""
    shape = len(data) // pcm.frame, pcm.channels
    order = "<" if pcm.little else ">"
    if pcm.kind is Kind.FLOAT:
        return from_float(np.frombuffer(data, f"{order}f{pcm.width}").reshape(shape).astype(np.float32))
    if pcm.width == 1:
        return _from_bytes(np.frombuffer(data, np.uint8).reshape(shape), pcm.kind)
    upper = pcm.width - 2 if pcm.little else 0
    return np.ndarray(shape, f"{order}i2", data, upper, (pcm.frame, pcm.width))


def _from_bytes(values: npt.NDArray[np.uint8], kind: Kind) -> Frames:
    centre = 128 if kind is Kind.UNSIGNED else 0
    return (values - np.uint8(centre)).view(np.int8).astype(np.int16) << 8
