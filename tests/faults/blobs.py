"""Blob stores that meet a fault before every call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from app.core.vault.pen import Blobs
from app.model.chunk import Chunk, Piece
from app.model.ref import Ref
from app.model.span import WHOLE, Span
from app.model.vault.leftover import Leftover
from app.ports import Staging
from tests.faults.fault import Fault, Killed

LATE = 5
"""Turns of the loop after which an unstoppable call is carried out."""


class FaultyStaging:
    """A staging of a `FaultyBlobs`."""

    def __init__(self, staging: Staging, fault: Fault) -> None:
        self.inner, self._fault = staging, fault

    @property
    def size(self) -> int:
        return self.inner.size

    async def write(self, chunk: Chunk) -> None:
        await self._fault.meet("write")
        await self.inner.write(chunk)

    async def read(self, span: Span = WHOLE) -> bytes:
        await self._fault.meet("read staging")
        return await self.inner.read(span)

    async def commit(self, ref: Ref) -> None:
        await self._fault.meet("commit")
        await self.inner.commit(ref)

    async def pause(self) -> None:
        await self._fault.meet("pause")
        await self.inner.pause()


class FaultyBlobs:
    """A blob store, its stagings and its leftovers."""

    def __init__(self, store: Blobs, fault: Fault) -> None:
        self.inner, self.fault = store, fault

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncIterator[FaultyStaging]:
        await self.fault.meet("stage")
        async with self.inner.stage(name) as staging:
            yield FaultyStaging(staging, self.fault)

    async def read(self, ref: Ref, span: Span = WHOLE) -> bytes:
        await self.fault.meet("read")
        return await self.inner.read(ref, span)

    async def size(self, ref: Ref) -> int | None:
        await self.fault.meet("size")
        return await self.inner.size(ref)

    async def delete(self, ref: Ref) -> None:
        await self.fault.meet("delete")
        await self.inner.delete(ref)

    async def refs(self) -> Mapping[Ref, int]:
        await self.fault.meet("refs")
        return await self.inner.refs()

    async def stagings(self) -> Mapping[str, Leftover]:
        await self.fault.meet("stagings")
        return await self.inner.stagings()

    async def discard(self, name: str) -> None:
        await self.fault.meet("discard")
        await self.inner.discard(name)


class UnstoppableStaging(FaultyStaging):
    """A commit that has begun is carried out, whoever stops waiting for it."""

    async def commit(self, ref: Ref) -> None:
        await asyncio.shield(asyncio.ensure_future(self._commit(ref)))

    async def _commit(self, ref: Ref) -> None:
        await self._fault.meet("commit")
        for _ in range(LATE):
            await asyncio.sleep(0)
        await self.inner.commit(ref)


class Unstoppable(FaultyBlobs):
    """As in a browser, what was asked of it happens, late perhaps and unheard."""

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncIterator[FaultyStaging]:
        await self.fault.meet("stage")
        async with self.inner.stage(name) as staging:
            yield UnstoppableStaging(staging, self.fault)


class TornStaging(FaultyStaging):
    """Half of a chunk is there before the other half."""

    async def write(self, chunk: Chunk) -> None:
        data = bytes(chunk.view())
        await self.inner.write(Piece(data[: len(data) // 2]))
        await self._fault.meet("write")
        await self.inner.write(Piece(data[len(data) // 2 :]))


class Torn(FaultyBlobs):
    """A killed staging stays as far as it came, as on a disk."""

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncIterator[FaultyStaging]:
        await self.fault.meet("stage")
        async with self.inner.stage(name) as staging:
            try:
                yield TornStaging(staging, self.fault)
            except Killed:
                await self.abandon(staging)
                raise

    async def abandon(self, staging: Staging) -> None:
        """Leave what a killed tab leaves: here, every byte that it wrote."""
        await staging.pause()
