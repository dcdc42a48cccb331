"""Peaks made from samples as they come. Imports numpy: only what makes peaks imports this."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from app.model.audio.peaks import Peaks

Frames = npt.NDArray[np.int16]
Sums = npt.NDArray[np.int32]
TYPECODES = {8: "b", 16: "h"}


def summed(frames: Frames) -> Sums:
    """The channels of `frames`, shape (frames, channels), added up."""
    sums = frames[:, 0].astype(np.int32)
    for channel in range(1, frames.shape[1]):
        sums += frames[:, channel]
    return sums


def toward_zero(values: Sums, divisor: int) -> Sums:
    """Integer division as in C. It keeps order, so the extremes may be picked before dividing."""
    return (values - np.fmod(values, divisor)) // divisor


class PeaksMaker:
    """Peaks equal to those of BBC audiowaveform (WaveformGenerator), from any chunking of the samples.

    At most `room` points (an even number) are held: when they are full, they are merged in pairs and
    `samples_per_point` doubles. At the default, 25 minutes at 44.1 kHz keep 256 frames a point, an hour 1024
    and ten hours 8192; memory stays at 1 MiB and stored peaks below 520 kB however long it plays.
    """

    def __init__(self, rate: int, zoom: int = 256, room: int = 2**18) -> None:
        self._rate, self._zoom, self._channels = rate, zoom, 1
        self._points = np.empty((2, room), np.int16)
        self._filled = 0
        self._rest = np.empty(0, np.int32)

    def feed(self, frames: Frames) -> None:
        """Take the next frames, shape (frames, channels)."""
        self._channels = frames.shape[1]
        sums = np.concatenate([self._rest, summed(frames)])
        while len(sums) >= self._zoom:
            points = min(len(sums) // self._zoom, self._points.shape[1] - self._filled)
            taken = points * self._zoom
            self._add(sums[:taken].reshape(points, self._zoom))
            sums = sums[taken:]
        self._rest = sums

    def finish(self, bits: int = 8) -> Peaks:
        """All of it. The last point stands for the frames that did not fill one."""
        if len(self._rest):
            self._add(self._rest.reshape(1, -1))
        points = self._points[:, : self._filled]
        if bits == 8:
            points = toward_zero(points.astype(np.int32), 256).astype(np.int8)
        mins, maxs = (array(TYPECODES[bits], row.tobytes()) for row in points)
        return Peaks(self._rate, self._zoom, mins, maxs)

    def _add(self, sums: Sums) -> None:
        fresh = self._points[:, self._filled : self._filled + len(sums)]
        fresh[0] = toward_zero(sums.min(axis=1), self._channels)
        fresh[1] = toward_zero(sums.max(axis=1), self._channels)
        self._filled += len(sums)
        if self._filled == self._points.shape[1]:
            self._halve()

    def _halve(self) -> None:
        self._filled //= 2
        mins, maxs = self._points
        mins[: self._filled] = np.minimum(mins[0::2], mins[1::2])
        maxs[: self._filled] = np.maximum(maxs[0::2], maxs[1::2])
        self._zoom *= 2
