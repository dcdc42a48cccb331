"""Bytes on their way into the origin private file system."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from app.browser.ffi import dom_errors
from app.browser.patiently import patiently
from app.browser.sinks import Sink, Sinks
from app.model.chunk import Chunk
from app.model.errors import BlobMissing, Busy
from app.model.ref import Ref
from app.model.span import WHOLE, Span


class OpfsStaging:
    """One file in `tmp/`. It is created at the first write and leaves `tmp/` at `commit`."""

    def __init__(self, tmp: Any, blobs: Any, sinks: Sinks, name: str, size: int) -> None:
        self._tmp, self._blobs, self._sinks, self._name = tmp, blobs, sinks, name
        self._sink: Sink | None = None
        self._held = size > 0
        self._keep = False
        self.size = size

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk."""
        with dom_errors():
            await (self._sink or await self._open()).write(chunk)
        self.size += chunk.size

    async def _open(self) -> Sink:
        self._held = True
        try:
            self._sink = await self._sinks.open(self._name, self.size)
        except Busy:
            self._held = False  # whoever has it open will remove it
            raise
        return self._sink

    async def read(self, span: Span = WHOLE) -> bytes:
        """Bytes of an earlier, paused staging."""
        with dom_errors():
            file = await (await self._tmp.getFileHandle(self._name)).getFile()
        return await content(file, span)

    async def commit(self, ref: Ref) -> None:
        """Close, then move to `blobs/`. The two-argument move is the one that every engine has."""
        if not self.size:
            raise ValueError("an empty staging can't be published")
        await self._close()
        with dom_errors():
            if not await self._published(ref):
                handle = await self._tmp.getFileHandle(self._name)
                await patiently(lambda: handle.move(self._blobs, ref))
                self._held = False

    async def pause(self) -> None:
        """Close, and stay in `tmp/`."""
        await self._close()
        self._keep = True

    async def leave(self) -> None:
        """Whatever was neither committed nor paused goes."""
        if self._sink is not None:
            sink, self._sink = self._sink, None
            await sink.abort()
        if self._held and not self._keep:
            self._held = False
            await remove(self._tmp, self._name)

    async def _close(self) -> None:
        if self._sink is None:
            return
        sink, self._sink = self._sink, None
        with dom_errors():
            await sink.close()

    async def _published(self, ref: Ref) -> bool:
        handle = await entry(self._blobs, ref)
        return handle is not None and (await handle.getFile()).size == self.size


async def content(file: Any, span: Span) -> bytes:
    """The bytes of a span. Raises BlobMissing when the file was removed or replaced since it was got."""
    cut = span.within(file.size)
    with dom_errors(NotReadableError=BlobMissing, AbortError=BlobMissing):
        buffer = await file.slice(cut.start, cut.end).arrayBuffer()
    return buffer.to_bytes()


async def entry(directory: Any, name: str) -> Any:
    """The handle of a file in `directory`, or None when there is none."""
    try:
        with dom_errors():
            return await directory.getFileHandle(name)
    except BlobMissing:
        return None


async def remove(directory: Any, name: str) -> None:
    """Remove a file; one that is not there is fine."""
    with suppress(BlobMissing):
        await patiently(lambda: directory.removeEntry(name))
