"""A media element that nobody hears, and leases on blobs in memory."""

from __future__ import annotations

from collections.abc import Callable

from app.model.errors import BlobMissing
from app.model.ref import Ref
from app.ports import BlobStore


class FakeSound:
    """The element. A test says what it goes through; `loads` is what it was given, as (url, at)."""

    def __init__(self) -> None:
        self.on_event: Callable[[str], None] = lambda _: None
        self.url, self.position, self.duration = "", 0.0, 0.0
        self.playing = self.seeking = self.failed = False
        self.volume = 1.0
        self.loads: list[tuple[str, float]] = []

    def load(self, url: str, at: float) -> None:
        """Take a URL: duration is unknown until it is loaded."""
        self.loads.append((url, at))
        self.url, self.position, self.duration = url, at, 0.0
        self.playing = self.seeking = self.failed = False

    def play(self) -> None:
        """Play."""
        self.playing = True

    def pause(self) -> None:
        """Stop."""
        self.playing = False
        self.on_event("paused")

    def seek(self, at: float) -> None:
        """Go somewhere."""
        self.position = at

    def reach(self, position: float, duration: float = 240.0) -> None:
        """It has played up to here."""
        self.position, self.duration = position, duration
        self.on_event("time")

    def fail(self) -> None:
        """It can't go on."""
        self.playing, self.failed = False, True
        self.on_event("failed")

    def end(self) -> None:
        """It came to its end: browsers say `paused` first."""
        self.position, self.playing = self.duration, False
        self.on_event("paused")
        self.on_event("ended")


class FakeLeases:
    """Object URLs that say what they are."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs, self._made = blobs, 0
        self.open: set[str] = set()

    async def url(self, ref: Ref, media_type: str) -> str:
        """A URL of the blob."""
        if await self._blobs.size(ref) is None:
            raise BlobMissing
        self._made += 1
        url = f"blob:{self._made}/{ref}"
        self.open.add(url)
        return url

    def revoke(self, url: str) -> None:
        """End a lease."""
        self.open.discard(url)
