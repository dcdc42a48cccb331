"""The shape of a sound: how low and how high it goes, point by point."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass


def _pairs(pick: Callable[[int, int], int], values: array[int]) -> array[int]:
    paired = array(values.typecode, map(pick, values[0::2], values[1::2]))
    return paired + values[2 * len(paired) :]


@dataclass(frozen=True, slots=True)
class Peaks:
    """Lowest and highest sample of every run of frames, the channels averaged.

    `mins` and `maxs` are equally long arrays of typecode `h` (16 bits) or `b` (8 bits, the sample / 256).
    Needs no numpy: what draws stored peaks must not wait for it.
    """

    sample_rate: int
    """Frames a second."""
    samples_per_point: int
    """Frames in a point; the last point may hold fewer."""
    mins: array[int]
    maxs: array[int]

    def __len__(self) -> int:
        return len(self.mins)

    @property
    def bits(self) -> int:
        """Bits of a value: 8 or 16."""
        return 8 * self.mins.itemsize

    def coarser(self) -> Peaks:
        """The next level: two points of this one in each, exactly as if made from the samples."""
        doubled = 2 * self.samples_per_point
        return Peaks(self.sample_rate, doubled, _pairs(min, self.mins), _pairs(max, self.maxs))
