"""What an encoder added before and after the sound, as it says in an MP3's first frame.

The Xing or Info tag with its LAME extension (gabriel.mp3-tech.org/mp3infotag.html), and Fraunhofer's VBRI.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from app.model.audio.layer3 import HEADER, Layer3

DECODER_DELAY = 529
"""Samples by which a decoder lags behind, on top of what the encoder added."""
FIELDS = ((1, 4), (2, 4), (4, 100), (8, 4))
"""Flag and bytes of each optional field of a Xing tag: frames, bytes, table of contents, quality."""
ENCODERS = (b"LAME", b"Lavf", b"Lavc")
DELAYS = 21
"""Where in the LAME extension the two 12-bit numbers are."""
VBRI = 36


@dataclass(frozen=True, slots=True)
class Gapless:
    """Samples of each channel to drop."""

    start: int = 0
    end: int = 0


def gapless(frame: bytes, stream: Layer3) -> Gapless | None:
    """What to drop according to the tag in `frame`; None when it holds sound and no tag."""
    at = HEADER + stream.side
    if frame[VBRI : VBRI + 4] == b"VBRI":
        return Gapless()
    if frame[at : at + 4] not in (b"Xing", b"Info") or len(frame) < at + 8:
        return None
    (flags,) = struct.unpack_from(">I", frame, at + 4)
    at += 8 + sum(size for flag, size in FIELDS if flags & flag)
    delays = frame[at + DELAYS : at + DELAYS + 3]
    if not frame.startswith(ENCODERS, at) or len(delays) < 3:
        return Gapless()
    both = int.from_bytes(delays, "big")
    return Gapless((both >> 12) + DECODER_DELAY, max(0, (both & 0xFFF) - DECODER_DELAY))
