"""A stretch of an MP3 that is decoded at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.audio.gapless import Gapless
from app.model.audio.layer3 import Layer3


@dataclass(frozen=True, slots=True)
class Mp3Run:
    """Consecutive frames, those that came before them, and what to drop of the sound."""

    stream: Layer3
    frames: Sequence[bytes]
    before: Sequence[bytes]
    """The frames just before: a decoder that starts at a run needs them to get into step."""
    drop: Gapless
    last: bool

    @property
    def samples(self) -> int:
        """Samples of each channel in `frames`."""
        return len(self.frames) * self.stream.samples

    @property
    def kept(self) -> slice:
        """Which of those samples are sound."""
        return slice(self.drop.start, max(self.drop.start, self.samples - self.drop.end))
