"""The right to change the vault, while it is held."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from app.core.vault.pins import Pins
from app.core.vault.unbroken import unbroken
from app.core.vault.vault import QUARANTINE, Vault
from app.model.batch import Batch, Record
from app.model.chunk import Piece
from app.model.errors import BlobMissing, Conflict, LarderError
from app.model.few import few
from app.model.ref import Ref, ref_of
from app.model.vault.keep import KIND, Keep
from app.ports import BlobStore, Leftovers, RecordStore

FENCE = "head/fence"
"""Key of the record that says how often the pen was taken from a frozen tab."""

AT_ONCE = 20
"""Blobs that are deleted side by side: most of it is waiting for the browser."""


class Blobs(BlobStore, Leftovers, Protocol):
    """A blob store that also tells what interrupted work left in it."""


class Pen:
    """Publishes bytes before the records that name them, and takes records away before their bytes.

    Every batch expects the fence where it was: raises Conflict when the pen was taken meanwhile.
    """

    def __init__(
        self, vault: Vault, blobs: Blobs, records: RecordStore, pins: Pins, fence: Record | None
    ) -> None:
        self._vault, self._blobs, self._records, self._pins = vault, blobs, records, pins
        self._fence = fence

    async def apply(self, batch: Batch) -> None:
        """Write a batch. Raises Conflict and VaultFull: nothing is written."""
        await self._records.apply(replace(batch, expect={**batch.expect, FENCE: self._fence}))

    async def publish(self, name: str, ref: Ref) -> int:
        """Give the staging `name` its ref; the blob's size. Raises BlobMissing when neither is there."""
        if await self._blobs.size(ref) is None:
            async with self._blobs.stage(name) as staging:
                if not staging.size:
                    raise BlobMissing
                await staging.commit(ref)
        else:
            await self._blobs.discard(name)
        size = await self._blobs.size(ref)
        if size is None:
            raise BlobMissing
        self._vault.sizes[ref] = size
        return size

    async def quarantine(self, refs: Iterable[Ref], at: float) -> None:
        """Note at second `at` that these blobs are damaged: from now on they are here for nobody."""
        refs = tuple(refs)
        if not refs:
            return
        await self.apply(Batch(put={QUARANTINE + ref: {"at": at} for ref in refs}))
        self._vault.distrust(refs)
        self._vault.changed()

    async def put(self, data: bytes) -> Ref:
        """Store small bytes that were made here."""
        ref = ref_of(data)
        await unbroken(self._put(ref, data))
        return ref

    async def _put(self, ref: Ref, data: bytes) -> None:
        name = ref[7:71]
        await self._blobs.discard(name)
        async with self._blobs.stage(name) as staging:
            await staging.write(Piece(data))
            await staging.commit(ref)
        self._vault.sizes[ref] = len(data)

    async def record(self, *kept: Keep, put: Mapping[str, Record] | None = None) -> None:
        """Write keeps in place of what was there; blobs that only the earlier ones named go.

        `put` is written in the same batch.
        """
        before = self._vault.held(each.asset.key for each in kept)
        await self.apply(Batch(put={each.key: each.as_json() for each in kept} | dict(put or {})))
        self._vault.put(*kept)
        self._vault.changed()
        await self.sweep(ref for each in before for ref in each.refs)

    async def put_back(self, key: str, before: Keep | None) -> None:
        """Have the asset's record as it was `before`."""
        if before is not None:
            return await self.record(before)
        await self.apply(Batch(delete=(KIND + key,)))
        self._vault.drop(key)
        self._vault.changed()

    async def remove(
        self, *kept: Keep, put: Mapping[str, Record] | None = None, forget: tuple[str, ...] = ()
    ) -> None:
        """Take keeps away, and the blobs that nothing else names.

        `put` is written, and the records `forget` are deleted, in the same batch.
        """
        await self.apply(Batch(put=put or {}, delete=(*(each.key for each in kept), *forget)))
        self._vault.drop(*(each.asset.key for each in kept))
        self._vault.changed()
        await self.sweep(ref for each in kept for ref in each.refs)

    async def sweep(self, refs: Iterable[Ref]) -> None:
        """Delete those blobs that no record names and nothing pins.

        What can't be deleted now is no reason to fail: the next start sweeps it.
        """
        refs = tuple(refs)
        with suppress(LarderError):
            if self._vault.loose(refs):
                await self._vault.reread()  # another tab may have kept its twin
                await self.delete(self._vault.loose(refs))

    async def delete(self, refs: Iterable[Ref]) -> None:
        """Delete blobs, but for what plays: a player waits forever for bytes that were taken from it.

        Raises Conflict when the pen was taken: whoever has it may have kept them again.
        """
        pinned = await self._pins.everywhere()
        gone = [ref for ref in refs if ref not in pinned]
        for some in few(gone, AT_ONCE):
            for failed in await asyncio.gather(*map(self._delete, some), return_exceptions=True):
                if failed is not None:
                    raise failed
        await self._lift(self._vault.quarantined.intersection(gone))
        self._vault.changed()

    async def _delete(self, ref: Ref) -> None:
        if await self._records.get(FENCE) != self._fence:
            raise Conflict
        await self._blobs.delete(ref)
        self._vault.sizes.pop(ref, None)

    async def _lift(self, refs: set[Ref]) -> None:
        if refs:
            await self.apply(Batch(delete=tuple(QUARANTINE + ref for ref in refs)))
            self._vault.lift(refs)
