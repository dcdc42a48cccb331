"""Peaks as BBC audiowaveform's binary `.dat`, version 1: what it writes for one channel.

Little-endian: int32 version, uint32 flags (bit 0: 8-bit values), int32 sample rate, int32 samples per point,
uint32 points; then the lowest and the highest value of each point.
Format: https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
"""

from __future__ import annotations

import struct
import sys
from array import array

from app.model.audio.peaks import Peaks
from app.model.errors import Undecodable

MEDIA_TYPE = "application/octet-stream"
HEADER = struct.Struct("<iIiiI")
VERSION = 1
EIGHT_BITS = 1


def encode(peaks: Peaks) -> bytes:
    """The peaks as `.dat`, at the bits they have."""
    flags = EIGHT_BITS if peaks.bits == 8 else 0
    head = HEADER.pack(VERSION, flags, peaks.sample_rate, peaks.samples_per_point, len(peaks))
    values = peaks.mins + peaks.maxs
    values[0::2], values[1::2] = peaks.mins, peaks.maxs
    return head + _little(values).tobytes()


def decode(data: bytes) -> Peaks:
    """The peaks in a `.dat`. Raises Undecodable when it is not one, or not whole."""
    if len(data) < HEADER.size:
        raise Undecodable("The stored waveform is cut short; the music is safe. It can be made again.")
    version, flags, rate, zoom, points = HEADER.unpack_from(data)
    if version != VERSION or flags & ~EIGHT_BITS or rate < 1 or zoom < 2:
        raise Undecodable("The stored waveform is of a kind unknown here; the music is safe.")
    values = array("b" if flags & EIGHT_BITS else "h")
    if len(data) != HEADER.size + 2 * points * values.itemsize:
        raise Undecodable("The stored waveform is not as long as it says; the music is safe.")
    values.frombytes(data[HEADER.size :])
    values = _little(values)
    return Peaks(rate, zoom, values[0::2], values[1::2])


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
