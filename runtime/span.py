"""A byte range of something on the web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse

from runtime.answer import PATIENCE, answer, content_range

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Span:
    """`length` bytes of `url` from byte `first` on; so many seconds of silence as `patience` are failure."""

    url: str
    length: int
    first: int = 0
    patience: float = PATIENCE

    def chunks(self, what: str, skip: int = 0) -> Iterator[bytes]:
        """The bytes after the first `skip`, as they arrive; fewer when the connection is closed early.

        Raises Unreachable when the source refuses, falls silent or answers with something of another length.
        """
        start, end = self.first + skip, self.first + self.length
        last = end - 1 if start else None
        with answer(what, self.url, start, last, self.patience) as opened:
            surplus = self._surplus(opened, start)
            yield from _cut(_read(opened), surplus, end - start)

    def _surplus(self, opened: HTTPResponse, start: int) -> int:
        """How many bytes come before the wanted ones; OSError when this can't be the wanted thing."""
        if opened.status == 206:
            if content_range(opened)[0] != start:
                raise OSError("it sent another byte range than asked for")
            return 0
        if self.first:
            raise OSError("it does not serve byte ranges")
        if int(opened.headers.get("Content-Length", self.length)) != self.length:
            raise OSError("it sent something of another size")
        return start


def _read(opened: HTTPResponse) -> Iterator[bytes]:
    while chunk := opened.read(CHUNK):
        yield chunk


def _cut(chunks: Iterator[bytes], surplus: int, wanted: int) -> Iterator[bytes]:
    """The `wanted` bytes that follow `surplus` others."""
    for chunk in chunks:
        kept = chunk[surplus : surplus + wanted]
        surplus = max(0, surplus - len(chunk))
        wanted -= len(kept)
        if kept:
            yield kept
        if not wanted:
            return
