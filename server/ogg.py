"""Ogg (RFC 3533): where a stream ends, for codecs whose header does not say."""

from __future__ import annotations

import os
import re
from io import FileIO

TAIL = 128 * 1024
"""More than the longest page, 65,307 bytes."""
FLAC = re.compile(rb"\x7fFLAC.{4}fLaC.{4}.{10}(.{3})", re.DOTALL)
"""FLAC in Ogg (RFC 9639 §10.1): the sample rate is the upper 20 of these 24 bits."""


def ogg_flac_seconds(file: FileIO) -> float:
    """Seconds of FLAC in Ogg: the last page's granule position counts samples. 0.0 for anything else."""
    file.seek(0)
    head = FLAC.search(file.read(512) or b"")
    file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
    tail = file.readall()
    last = tail.rfind(b"OggS")
    if not head or last < 0:
        return 0.0
    rate = int.from_bytes(head[1], "big") >> 4
    return int.from_bytes(tail[last + 6 : last + 14], "little") / rate if rate else 0.0
