"""Waveform peaks in BBC audiowaveform's binary format (`.dat`, audiowaveform's doc/DataFormat.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from app.model.ref import Ref
from server.publish import publish

HEADER = Struct("<iIiiI")
"""Version, flags (bit 0: 8-bit), sample rate, samples per pixel, length in pixels; then, in 2, channels."""
CHANNELS = Struct("<i")
MOST_CHANNELS = 24
SLACK = 2.0, 0.02
"""Seconds, and share of the duration, by which decoders and tags may differ."""
NAME = re.compile(r"[0-9a-f]{64}")


class NotPeaks(ValueError):
    """The bytes are not peaks of that track; `str(error)` says what is wrong."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """What the header says. `rate` in frames a second, `zoom` in frames per pixel, `length` in pixels."""

    rate: int
    zoom: int
    length: int

    @property
    def seconds(self) -> float:
        """Duration of the audio described."""
        return self.length * self.zoom / self.rate


def peaks(data: bytes) -> Peaks:
    """The peaks in `data`. Raises NotPeaks unless every field and the size agree."""
    if len(data) < HEADER.size + CHANNELS.size:
        raise NotPeaks("it is shorter than a header and one pixel")
    version, flags, rate, zoom, length = HEADER.unpack_from(data)
    if version not in (1, 2) or flags not in (0, 1):
        raise NotPeaks("its header is not version 1 or 2 of the format")
    channels = CHANNELS.unpack_from(data, HEADER.size)[0] if version == 2 else 1
    if not (
        1 <= channels <= MOST_CHANNELS and 1_000 <= rate <= 1_000_000 and 1 <= zoom <= 1_000_000 and length
    ):
        raise NotPeaks("its header holds impossible numbers")
    start = HEADER.size + (CHANNELS.size if version == 2 else 0)
    if len(data) != start + length * channels * 2 * (1 if flags else 2):
        raise NotPeaks("its size is not what its header says")
    return Peaks(rate, zoom, length)


def check(data: bytes, duration: float) -> None:
    """Raises NotPeaks unless `data` describes about `duration` seconds of audio."""
    found = peaks(data)
    allowed = SLACK[0] + SLACK[1] * duration + found.zoom / found.rate
    if abs(found.seconds - duration) > allowed:
        raise NotPeaks(f"it describes {found.seconds:.1f} s of audio, the track has {duration:.1f} s")


class PeaksShelf:
    """Peaks on disk, named after the bytes they were made from, so that they outlive the index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = {path.stem for path in folder.glob("??/*.dat") if NAME.fullmatch(path.stem)}

    def __contains__(self, digest: Ref | None) -> bool:
        return digest is not None and _name(digest) in self._held

    def path(self, digest: Ref) -> Path:
        """Where the peaks of those bytes are kept."""
        return self._folder / _name(digest)[:2] / f"{_name(digest)}.dat"

    def put(self, digest: Ref, data: bytes) -> None:
        """Keep checked peaks. Blocks. Raises OSError."""
        publish(self.path(digest), data)
        self._held.add(_name(digest))


def _name(digest: Ref) -> str:
    return digest.removeprefix("sha256-")
