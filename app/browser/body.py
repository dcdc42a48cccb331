"""A reply's body as it arrives, gathered to pieces worth a crossing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

from pyodide.ffi import JsException

from app.browser.ffi import module
from app.model.errors import Offline
from app.model.ref import Ref

PIECE = 1024 * 1024
"""Bytes gathered before anybody hashes or writes them: hashing so many takes about 4 ms."""


class Waiting(Protocol):
    """The request behind a body."""

    def wait(self) -> None:
        """Give up when nothing comes for a while."""
        ...

    def settle(self) -> None:
        """Something came."""
        ...


class JsChunk:
    """Bytes in the browser's memory; looking at them copies them once, into a buffer that is used again."""

    def __init__(self, raw: Any, size: int, buffer: bytearray) -> None:
        self.raw, self.size, self._buffer = raw, size, buffer

    def view(self) -> memoryview:
        """The bytes, until the next piece."""
        view = memoryview(self._buffer)[: self.size]
        self.raw.assign_to(view)
        return view


class Body:
    """What `Remote.fetch` yields."""

    def __init__(self, response: Any, offset: int, digest: Ref | None, waiting: Waiting) -> None:
        headers = response.headers
        length = headers.get("Content-Length")
        self.offset, self.digest = offset, digest
        self.total = offset + int(length) if length else None
        self.media_type = str(headers.get("Content-Type") or "")
        self.etag = str(headers.get("ETag") or "")
        self._reader = response.body.getReader() if response.body else None
        self._waiting = waiting

    async def chunks(self) -> AsyncIterator[JsChunk]:
        """The body, about a MiB at a time; less where the line is slow."""
        buffer, came = bytearray(2 * PIECE), self.offset
        async for part in self._pieces():
            came += part.length
            yield JsChunk(part, part.length, buffer if part.length <= len(buffer) else bytearray(part.length))
        if self.total is not None and came != self.total:
            raise Offline

    async def _pieces(self) -> AsyncIterator[Any]:
        script = await module("/app/browser/body.js")
        while self._reader is not None:
            self._waiting.wait()
            try:
                piece = await script.piece(self._reader, PIECE)
            except JsException as error:
                raise Offline from error
            finally:
                self._waiting.settle()
            if not piece:
                return
            yield piece
