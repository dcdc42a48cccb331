"""The frame headers of MP3: MPEG-1 (ISO/IEC 11172-3), MPEG-2 (13818-3) and MPEG-2.5 audio, layer III."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

HEADER = 4
MPEG1, MPEG2, MPEG25 = 3, 2, 0
"""The version bits of a header."""
RATES = {MPEG1: (44100, 48000, 32000), MPEG2: (22050, 24000, 16000), MPEG25: (11025, 12000, 8000)}
KBITS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
LOW_KBITS = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""By the header's bitrate index, from 1; index 0, free format, does not tell a frame's length."""
MONO = b"\xc0"
"""The least fourth byte of a header whose mode is one channel."""


@dataclass(frozen=True, slots=True)
class Layer3:
    """What the headers of all frames of one stream share."""

    version: int
    rate: int
    """Frames of sound a second."""
    channels: int
    lengths: Mapping[bytes, int] = field(repr=False, compare=False)
    """Bytes of a frame by the first three bytes of its header."""

    @property
    def samples(self) -> int:
        """Samples of each channel in a frame."""
        return 1152 if self.version == MPEG1 else 576

    @property
    def side(self) -> int:
        """Bytes of side information, which lies between the header and the sound."""
        mono, stereo = (17, 32) if self.version == MPEG1 else (9, 17)
        return mono if self.channels == 1 else stereo

    def length(self, data: bytes, at: int) -> int:
        """Bytes of the frame of this stream whose header is at `at`; 0 when there is none."""
        if (data[at + 3 : at + HEADER] >= MONO) != (self.channels == 1):
            return 0
        return self.lengths.get(data[at : at + 3], 0)


@cache
def lengths(version: int, rate: int) -> Mapping[bytes, int]:
    """Bytes of a frame by the first three bytes of its header, for all headers of a version and rate."""
    table: dict[bytes, int] = {}
    kbits, slots = (KBITS, 144_000) if version == MPEG1 else (LOW_KBITS, 72_000)
    low = RATES[version].index(rate) << 2
    for (index, kbit), padding, private, bare in product(enumerate(kbits, 1), (0, 1), (0, 1), (0, 1)):
        head = bytes((0xFF, 0xE2 | version << 3 | bare, index << 4 | low | padding << 1 | private))
        table[head] = slots * kbit // rate + padding
    return table


def layer3(data: bytes, at: int = 0) -> Layer3 | None:
    """The stream that a frame header at `at` belongs to; None when there is no such header."""
    head = data[at : at + HEADER]
    if len(head) < HEADER:
        return None
    for version, rates in RATES.items():
        for rate in rates:
            table = lengths(version, rate)
            if head[:3] in table:
                return Layer3(version, rate, 1 if head[3:] >= MONO else 2, table)
    return None
