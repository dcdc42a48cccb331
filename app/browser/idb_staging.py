"""Bytes on their way into IndexedDB, gathered to chunks of 1 MiB."""

from __future__ import annotations

import time
from collections.abc import Callable
from os import urandom
from typing import Any, Self

from js import IDBKeyRange, Object, Promise, Uint8Array
from pyodide.ffi import JsException, to_js

from app.browser.ffi import dom_errors, raw
from app.model.chunk import Chunk
from app.model.errors import BlobMissing
from app.model.ref import Ref
from app.model.span import WHOLE, Span

CHUNK = 1024 * 1024
STORES = ("chunks", "stagings", "manifests")


def plain(**fields: str | float) -> Any:
    """A JavaScript object that IndexedDB can clone."""
    return to_js(fields, dict_converter=Object.fromEntries)


async def write(db: Any, requests: Callable[[Any], list[Any]]) -> None:
    """One strict transaction. Every request is issued before the first await, which would end it."""
    tx = db.transaction(to_js(STORES), "readwrite", durability="strict")
    try:
        await Promise.all(to_js([*requests(tx), tx.done]))
    except JsException:
        await tx.done  # a request says only that it was aborted; the transaction knows why
        raise


def chunks_of(id: str) -> Any:
    """The key range of all chunks of one blob: an array sorts after every number."""
    return IDBKeyRange.bound(to_js([id]), to_js([id, []]))


async def joined(db: Any, id: str, span: Span) -> bytes:
    """The bytes of `span` out of the chunks of `id`; the span lies within them. Raises BlobMissing."""
    parts: list[bytes] = []
    for number in range(span.start // CHUNK, -(-(span.end or 0) // CHUNK)):
        buffer = await db.get("chunks", to_js([id, number]))
        if buffer is None:
            raise BlobMissing
        first, last = span.start - number * CHUNK, (span.end or 0) - number * CHUNK
        parts.append(buffer.slice(max(0, first), min(CHUNK, last)).to_bytes())
    return b"".join(parts)


class IdbStaging:
    """A run of chunks and one row of `stagings` that names them."""

    def __init__(self, db: Any, name: str, id: str, size: int) -> None:
        self._db, self._name, self._id = db, name, id
        self._buffer = Uint8Array.new(CHUNK)
        self._written = size > 0
        self._keep = False
        self.size = size

    @classmethod
    async def open(cls, db: Any, name: str, row: Any) -> Self:
        """A new staging, or the one that `row` describes with its last, partial chunk back in the buffer."""
        if row is None:
            return cls(db, name, urandom(16).hex(), 0)
        staging = cls(db, name, row.id, row.size)
        if row.size % CHUNK:
            last = await db.get("chunks", to_js([row.id, row.size // CHUNK]))
            staging._buffer.set(Uint8Array.new(last))
        return staging

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk."""
        data, at = raw(chunk), 0
        while at < chunk.size:
            fill = self.size % CHUNK
            part = data.subarray(at, at + CHUNK - fill)
            self._buffer.set(part, fill)
            at += part.length
            self.size += part.length
            if self.size % CHUNK == 0:
                await self._flush(self.size // CHUNK - 1, CHUNK)

    async def read(self, span: Span = WHOLE) -> bytes:
        """Bytes that an earlier, paused staging left."""
        with dom_errors():
            return await joined(self._db, self._id, span.within(self.size))

    async def commit(self, ref: Ref) -> None:
        """Last chunk, then manifest in and staging row out, in one transaction."""
        if not self.size:
            raise ValueError("an empty staging can't be published")
        with dom_errors():
            if await self._db.get("manifests", ref) is not None:
                return
            await self._flush_rest()
            manifest = plain(id=self._id, size=self.size)
            await write(
                self._db,
                lambda tx: [
                    tx.objectStore("manifests").put(manifest, ref),
                    tx.objectStore("stagings").delete(self._name),
                ],
            )
        self._keep = True

    async def pause(self) -> None:
        """Write what the buffer holds and stay."""
        await self._flush_rest()
        self._keep = True

    async def leave(self) -> None:
        """Whatever was neither committed nor paused goes."""
        if self._keep or not self._written:
            return
        await write(
            self._db,
            lambda tx: [
                tx.objectStore("stagings").delete(self._name),
                tx.objectStore("chunks").delete(chunks_of(self._id)),
            ],
        )

    async def _flush_rest(self) -> None:
        if self.size % CHUNK:
            await self._flush(self.size // CHUNK, self.size % CHUNK)

    async def _flush(self, number: int, size: int) -> None:
        self._written = True
        chunk = self._buffer.slice(0, size).buffer
        row = plain(id=self._id, size=number * CHUNK + size, at=time.time())
        with dom_errors():
            await write(
                self._db,
                lambda tx: [
                    tx.objectStore("chunks").put(chunk, to_js([self._id, number])),
                    tx.objectStore("stagings").put(row, self._name),
                ],
            )
