"""Blobs in the origin private file system: `blobs/<ref>`, and `tmp/<name>` for what is on its way in.

A file reaches `blobs/` only by `move`, so a blob's name is never seen before all of its bytes are there.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from js import URL, navigator

from app.browser.ffi import dom_errors, module
from app.browser.opfs_staging import OpfsStaging, content, entry, remove
from app.browser.sinks import Sinks, StreamSinks, ThreadSinks
from app.model.errors import BlobMissing
from app.model.ref import PATTERN, Ref
from app.model.span import WHOLE, Span
from app.model.staging_name import staging_name
from app.model.vault.leftover import Leftover

SWAP = ".crswap"


class OpfsBlobs:
    """A blob store, and its leases, in the origin private file system."""

    def __init__(self, blobs: Any, tmp: Any, sinks: Sinks, listing: Any) -> None:
        self._blobs, self._tmp, self._sinks, self._listing = blobs, tmp, sinks, listing

    @classmethod
    async def open(cls, folder: str = "", *, threads: bool = True) -> OpfsBlobs:
        """The store below `folder` of the origin's root. Raises StorageDenied where there is none.

        `threads`: write in place by a thread where the browser can, else through streams.
        """
        with dom_errors():
            root = await navigator.storage.getDirectory()
            if folder:
                root = await root.getDirectoryHandle(folder, create=True)
            blobs = await root.getDirectoryHandle("blobs", create=True)
            tmp = await root.getDirectoryHandle("tmp", create=True)
        path = (folder, "tmp") if folder else ("tmp",)
        sinks = ThreadSinks(path) if threads and ThreadSinks.offered() else StreamSinks(tmp)
        return cls(blobs, tmp, sinks, await module("/app/browser/opfs.js"))

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncGenerator[OpfsStaging]:
        """Start or go on with a staging."""
        with dom_errors():
            handle = await entry(self._tmp, staging_name(name))
            size = (await handle.getFile()).size if handle else 0
            staging = OpfsStaging(self._tmp, self._blobs, self._sinks, name, size)
            try:
                yield staging
            finally:
                await staging.leave()

    async def read(self, ref: Ref, span: Span = WHOLE) -> bytes:
        """The bytes of a span, straight from disk."""
        try:
            return await self._read(ref, span)
        except BlobMissing:  # put back under the reader, it is another file of the same name
            return await self._read(ref, span)

    async def size(self, ref: Ref) -> int | None:
        """Bytes of a blob, None when there is none."""
        file = await self._file(ref)
        return file.size if file is not None else None

    async def delete(self, ref: Ref) -> None:
        """Remove a blob."""
        with dom_errors():
            await remove(self._blobs, ref)

    async def refs(self) -> Mapping[Ref, int]:
        """Every blob and its size; empty files and foreign names are not blobs."""
        files = await self._list(self._blobs)
        return {Ref(name): size for name, size, _ in files if size and PATTERN.fullmatch(name)}

    async def stagings(self) -> Mapping[str, Leftover]:
        """What lies in `tmp/` and, for an empty or swap file of a killed writer, in `blobs/`."""
        torn = [f for f in await self._list(self._blobs) if not f[1] or f[0].endswith(SWAP)]
        return {name: Leftover(size, at) for name, size, at in [*await self._list(self._tmp), *torn]}

    async def discard(self, name: str) -> None:
        """Remove a leftover by the name that `stagings` gave it."""
        with dom_errors():
            await remove(self._tmp, name)
            if name.endswith(SWAP) or (PATTERN.fullmatch(name) and await self.size(Ref(name)) is None):
                await remove(self._blobs, name)

    async def url(self, ref: Ref, media_type: str) -> str:
        """An object URL on the file itself: it plays from disk."""
        file = await self._file(ref)
        if file is None:
            raise BlobMissing
        return URL.createObjectURL(file.slice(0, file.size, media_type))

    def revoke(self, url: str) -> None:
        """End a lease."""
        URL.revokeObjectURL(url)

    async def _read(self, ref: Ref, span: Span) -> bytes:
        file = await self._file(ref)
        if file is None:
            raise BlobMissing
        return await content(file, span)

    async def _file(self, ref: Ref) -> Any:
        try:
            with dom_errors():
                file = await (await self._blobs.getFileHandle(ref)).getFile()
        except BlobMissing:
            return None
        return file if file.size else None

    async def _list(self, directory: Any) -> list[tuple[str, int, float]]:
        with dom_errors():
            return json.loads(await self._listing.list(directory))
