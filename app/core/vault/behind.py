"""One write under way while the next bytes are fetched and hashed."""

from __future__ import annotations

import asyncio
from types import TracebackType

from app.core.vault.unbroken import ended, unbroken
from app.model.chunk import Chunk
from app.ports import Staging


class Behind:
    """Writes to a staging, at most one at a time and in order. Leaving waits for the last one.

    A write that failed is raised by the next call, or on leaving.
    """

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._writing: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Behind:
        return self

    async def write(self, chunk: Chunk) -> None:
        """Begin to write the chunk as soon as the one before it is written."""
        await self._written()
        self._writing = asyncio.ensure_future(self._staging.write(chunk))

    async def __aexit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self._written()
        elif self._writing is not None:
            await ended(self._writing)

    async def _written(self) -> None:
        if self._writing is not None:
            await unbroken(self._writing)
            self._writing = None
