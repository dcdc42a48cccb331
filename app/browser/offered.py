"""Files that a person picks, drops or pastes, as the browser hands them over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from js import Uint8Array

from app.browser.body import PIECE, JsChunk
from app.browser.ffi import dom_errors
from app.model.errors import Unreadable
from app.model.span import Span


class FileOffered:
    """A File."""

    def __init__(self, file: Any, path: str = "") -> None:
        self._file = file
        self.name, self.path, self.size = str(file.name), path, int(file.size)

    async def read(self, span: Span) -> bytes:
        """The bytes of a span."""
        return (await self._buffer(span.within(self.size))).to_bytes()

    async def chunks(self) -> AsyncIterator[JsChunk]:
        """The whole, a MiB at a time; the bytes stay outside Python until they are hashed."""
        buffer = bytearray(min(PIECE, self.size))
        for start in range(0, self.size, PIECE):
            part = Uint8Array.new(await self._buffer(Span(start, min(start + PIECE, self.size))))
            yield JsChunk(part, part.length, buffer)

    async def _buffer(self, span: Span) -> Any:
        with dom_errors(
            NotReadableError=Unreadable,
            NotFoundError=Unreadable,
            NotAllowedError=Unreadable,
            SecurityError=Unreadable,
            AbortError=Unreadable,
            UnknownError=Unreadable,
        ):
            buffer = await self._file.slice(span.start, span.end).arrayBuffer()
        if buffer.byteLength != span.length:
            raise Unreadable
        return buffer
