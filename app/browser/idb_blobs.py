"""Blobs in IndexedDB, for browsers without an origin private file system.

Bytes lie as 1 MiB ArrayBuffers under `[id, number]`; a row of `manifests`, written last, makes them a blob.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from js import URL, Blob

from app.browser.ffi import dom_errors
from app.browser.idb_staging import IdbStaging, chunks_of, joined, write
from app.model.errors import BlobMissing
from app.model.ref import Ref
from app.model.span import WHOLE, Span
from app.model.staging_name import staging_name
from app.model.vault.leftover import Leftover


class IdbBlobs:
    """A blob store, and its leases, in IndexedDB."""

    def __init__(self, db: Any) -> None:
        self._db = db

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncGenerator[IdbStaging]:
        """Start or go on with a staging."""
        with dom_errors():
            row = await self._db.get("stagings", staging_name(name))
            staging = await IdbStaging.open(self._db, name, row)
            try:
                yield staging
            finally:
                await staging.leave()

    async def read(self, ref: Ref, span: Span = WHOLE) -> bytes:
        """The bytes of a span."""
        row = await self._manifest(ref)
        if row is None:
            raise BlobMissing
        with dom_errors():
            return await joined(self._db, row.id, span.within(row.size))

    async def size(self, ref: Ref) -> int | None:
        """Bytes of a blob, None when there is none."""
        row = await self._manifest(ref)
        return row.size if row is not None else None

    async def delete(self, ref: Ref) -> None:
        """Remove a blob."""
        row = await self._manifest(ref)
        if row is not None:
            await self._remove("manifests", ref, row.id)

    async def refs(self) -> Mapping[Ref, int]:
        """Every blob and its size."""
        rows = await self._rows("manifests")
        return {Ref(name): row.size for name, row in rows}

    async def stagings(self) -> Mapping[str, Leftover]:
        """Stagings with a row: paused ones and those of a killed writer."""
        return {name: Leftover(row.size, row.at) for name, row in await self._rows("stagings")}

    async def discard(self, name: str) -> None:
        """Remove a staging's bytes."""
        with dom_errors():
            row = await self._db.get("stagings", name)
        if row is not None:
            await self._remove("stagings", name, row.id)

    async def url(self, ref: Ref, media_type: str) -> str:
        """An object URL on a Blob of the chunks; the browser moves large ones to disk."""
        row = await self._manifest(ref)
        if row is None:
            raise BlobMissing
        with dom_errors():
            chunks = await self._db.getAll("chunks", chunks_of(row.id))
        return URL.createObjectURL(Blob.new(chunks, type=media_type))

    def revoke(self, url: str) -> None:
        """End a lease."""
        URL.revokeObjectURL(url)

    async def _manifest(self, ref: Ref) -> Any:
        with dom_errors():
            return await self._db.get("manifests", ref)

    async def _rows(self, store: str) -> list[tuple[str, Any]]:
        with dom_errors():
            tx = self._db.transaction(store)
            keys, rows = tx.store.getAllKeys(), tx.store.getAll()
            return list(zip(await keys, await rows, strict=True))

    async def _remove(self, store: str, name: str, id: str) -> None:
        with dom_errors():
            await write(
                self._db,
                lambda tx: [
                    tx.objectStore(store).delete(name),
                    tx.objectStore("chunks").delete(chunks_of(id)),
                ],
            )
