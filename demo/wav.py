"""WAV files with tags, after "Multimedia Programming Interface and Data Specifications 1.0" (RIFF, INFO)."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from demo.track import Track
from demo.voice import RATE


def wav(track: Track, samples: npt.NDArray[np.int16]) -> bytes:
    """The whole file: 16-bit PCM, tags before the sound. `samples` is (frames, channels)."""
    channels = samples.shape[1]
    frame = 2 * channels
    form = struct.pack("<HHIIHH", 1, channels, RATE, RATE * frame, frame, 16)
    sound = samples.astype("<i2").tobytes()
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"LIST", b"INFO" + _tags(track)) + _chunk(b"data", sound)
    return _chunk(b"RIFF", body)


def _tags(track: Track) -> bytes:
    tags = {
        b"INAM": track.title,
        b"IART": track.album.artist,
        b"IPRD": track.album.title,
        b"ITRK": str(track.number),
        b"IGNR": track.album.genre,
        b"ICRD": str(track.album.year),
    }
    return b"".join(_chunk(name, text.encode() + b"\0") for name, text in tags.items())


def _chunk(name: bytes, body: bytes) -> bytes:
    """A chunk ends on an even byte; the padding does not count."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
