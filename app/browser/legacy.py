"""The vault that an earlier system left in IndexedDB, as idb-keyval wrote it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from pyodide.ffi import to_js

from app.browser.ffi import dom_errors, module
from app.model.errors import BlobMissing
from app.model.span import Span
from app.model.vault.legacy import HEAD, Entry, audible


class KeyvalLegacy:
    """Store `keyval` of a database: Blobs, or objects with `bytes` or `blob`, and `mimeType`."""

    def __init__(self, name: str = "keyval-store") -> None:
        self._name = name
        self._db: Any = None
        self._script: Any = None

    async def entries(self) -> Sequence[Entry]:
        """Every audio file, in key order; none where there is no such database."""
        with dom_errors():
            if not await self._open():
                return ()
            found = json.loads(await self._script.entries(self._db, HEAD))
        return [Entry(key, kind, size) for key, kind, size, head in found if audible(kind, bytes(head))]

    async def read(self, key: str, span: Span) -> bytes:
        """The bytes of a span."""
        with dom_errors():
            if not await self._open():
                raise BlobMissing
            buffer = await self._script.read(self._db, key, span.start, span.end)
        if not buffer:
            raise BlobMissing
        return buffer.to_bytes()

    async def delete(self, keys: Collection[str]) -> None:
        """Delete these entries, and the database when nothing else is in it."""
        with dom_errors():
            if await self._open():
                await self._script.remove(self._db, to_js(list(keys)))
                self._db = None

    async def _open(self) -> bool:
        if self._script is None:
            self._script = await module("/app/browser/legacy.js")
        if not self._db or getattr(self._db, "closed", False):  # another tab has deleted it
            self._db = await self._script.open(self._name)
        return bool(self._db)
