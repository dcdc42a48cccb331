"""A byte range, half open like Python's slices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` up to but not including `end`; `end=None` means to the last byte."""

    start: int = 0
    end: int | None = None

    def __post_init__(self) -> None:
        if self.start < 0 or (self.end is not None and self.end < self.start):
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def within(self, size: int) -> Span:
        """The same span cut to a blob of `size` bytes."""
        end = size if self.end is None else min(self.end, size)
        return Span(min(self.start, end), end)

    @property
    def length(self) -> int:
        """Bytes covered. Only a span with an end has one."""
        if self.end is None:
            raise ValueError("an open span has no length")
        return self.end - self.start


WHOLE = Span()
