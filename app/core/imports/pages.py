"""A file for readers that can't wait: what they miss is fetched, and they read again."""

from __future__ import annotations

from collections.abc import Callable
from io import SEEK_CUR, SEEK_END, SEEK_SET
from typing import TypeVar

from app.model.span import Span
from app.ports import Read

PAGE = 64 * 1024
AHEAD = 4
"""Pages fetched at a time, at least: what is read next is mostly what comes next."""
MOST = 32 * 1024 * 1024
"""Bytes fetched before nobody waits any longer for what a file says of itself."""

T = TypeVar("T")


class Absent(Exception):
    """What is to be read was not fetched yet."""


class Pages:
    """The part of a file of `size` bytes that was fetched, to be read like a file."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0
        self._pages: dict[int, bytes] = {}
        self.missing: Span | None = None
        """What a reader wanted and did not get."""

    @property
    def fetched(self) -> int:
        """Bytes."""
        return sum(map(len, self._pages.values()))

    def tell(self) -> int:
        """The distance from the start."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a byte. Raises OSError for one before the first, as files do."""
        at = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        if at < 0:
            raise OSError("before the start")
        self._at = at
        return at

    def read(self, count: int | None = -1) -> bytes:
        """At most so many bytes from here on, all without `count`. Raises Absent."""
        left = max(0, self._size - self._at)
        wanted = left if count is None or count < 0 else min(count, left)
        if not wanted:
            return b""
        first, last = self._at // PAGE, (self._at + wanted - 1) // PAGE
        if any(number not in self._pages for number in range(first, last + 1)):
            self.missing = Span(first * PAGE, max(last + 1, first + AHEAD) * PAGE).within(self._size)
            raise Absent
        joined = b"".join(self._pages[number] for number in range(first, last + 1))
        start = self._at - first * PAGE
        self._at += wanted
        return joined[start : start + wanted]

    async def fetch(self, read: Read, span: Span) -> None:
        """Have what was missing."""
        data = await read(span)
        for at in range(0, len(data), PAGE):
            self._pages[(span.start + at) // PAGE] = data[at : at + PAGE]


async def looked(read: Read, size: int, look: Callable[[Pages], T | None]) -> T | None:
    """What `look` makes of the file; None when it makes nothing of it, or wants too much of it.

    It is called again each time that something was missing: what it made then is void.
    """
    pages = Pages(size)
    while True:
        pages.seek(0)
        try:
            found = look(pages)
        except Absent:
            found = None
        missing, pages.missing = pages.missing, None
        if missing is None:
            return found
        if pages.fetched + missing.length > MOST:
            return None
        await pages.fetch(read, missing)
