"""Bytes on their way into a staging, hashed as they pass."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from app.core.vault.behind import Behind
from app.model.chunk import Chunk
from app.ports import Staging


async def pour(
    chunks: AsyncIterator[Chunk],
    staging: Staging,
    digest: Callable[[memoryview], object],
    come: Callable[[int], None],
) -> None:
    """Write every chunk, one behind the other; `come` is told how many bytes the staging has."""
    async with Behind(staging) as behind:
        async for chunk in chunks:
            digest(chunk.view())
            await behind.write(chunk)
            come(staging.size)
    come(staging.size)
