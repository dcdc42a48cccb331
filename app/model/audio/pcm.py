"""Uncompressed samples inside a blob: where they lie and how a frame is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.model.span import Span


class Kind(Enum):
    """What the bytes of one sample mean."""

    SIGNED = "signed integer"
    UNSIGNED = "unsigned integer"
    FLOAT = "floating point, full scale at 1"


@dataclass(frozen=True, slots=True)
class Pcm:
    """Interleaved samples of one rate, width and kind, in whole frames."""

    rate: int
    """Frames a second."""
    channels: int
    width: int
    """Bytes of one sample."""
    kind: Kind
    little: bool
    """Least significant byte first."""
    span: Span
    """Where all frames are; a last one that is not whole is not used."""

    def __post_init__(self) -> None:
        widths = (4, 8) if self.kind is Kind.FLOAT else (1, 2, 3, 4)
        if self.rate < 1 or self.channels < 1 or self.width not in widths:
            raise ValueError(f"no such PCM: {self.channels} x {self.width} bytes {self.kind.value}")

    @property
    def frame(self) -> int:
        """Bytes of one frame: a sample of every channel."""
        return self.channels * self.width

    def spans(self, room: int) -> Iterator[Span]:
        """The frames' bytes in spans of whole frames, at most `room` bytes each unless a frame is larger."""
        step = max(1, room // self.frame) * self.frame
        end = self.span.start + self.span.length // self.frame * self.frame
        for start in range(self.span.start, end, step):
            yield Span(start, min(start + step, end))
