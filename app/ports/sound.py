"""What is heard, and how its samples are had."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from app.model.span import Span

if TYPE_CHECKING:
    from app.model.audio.samples import Samples


Read = Callable[[Span], Awaitable[bytes]]
"""Bytes of one blob, span by span."""


class Decoder(Protocol):
    """Encoded audio in, samples out, a slice at a time. It knows by the bytes whether the blob is for it."""

    def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame of a blob of `size` bytes, in order, exactly once.

        Raises Undecodable as soon as it knows that it can't: what it yielded until then is void, and another
        decoder may start over.
        """
        ...


class Sound(Protocol):
    """The one media element of the page. Times in seconds, volume 0 to 1."""

    on_event: Callable[[str], None]
    """Told `playing`, `paused`, `time`, `loaded`, `ended` or `failed`."""

    @property
    def url(self) -> str:
        """What is loaded, empty for nothing."""
        ...

    @property
    def position(self) -> float:
        """Where it is; while loading, where it will begin."""
        ...

    @property
    def duration(self) -> float:
        """How long it is, 0 before that is known."""
        ...

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as it has bytes."""
        ...

    @property
    def seeking(self) -> bool:
        """Whether it still waits for the bytes of the place it was sent to."""
        ...

    @property
    def failed(self) -> bool:
        """Whether it has given up on what is loaded."""
        ...

    @property
    def volume(self) -> float:
        """How loud."""
        ...

    @volume.setter
    def volume(self, level: float) -> None: ...

    def load(self, url: str, at: float) -> None:
        """Take `url` and stand at second `at`, silent."""
        ...

    def play(self) -> None:
        """Play; a browser that wants a press first leaves it paused."""
        ...

    def pause(self) -> None:
        """Stop where it is."""
        ...

    def seek(self, at: float) -> None:
        """Go to second `at`."""
        ...
