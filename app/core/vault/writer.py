"""Who may change the vault: one at a time among all tabs, and never one that was overtaken."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from app.core.vault.pen import FENCE, Blobs, Pen
from app.core.vault.pins import Pins
from app.core.vault.vault import Vault
from app.model.batch import Batch, Record
from app.ports import Locks, RecordStore

LOCK = "larder-writer"
PATIENCE = 10.0
"""Seconds after which the lock is taken from a tab that is frozen: no change takes nearly as long."""


class Writer:
    """Hands out the pen. Whoever takes it from a frozen tab moves the fence, and that tab runs into it."""

    def __init__(self, vault: Vault, blobs: Blobs, records: RecordStore, locks: Locks, pins: Pins) -> None:
        self._vault, self._blobs, self._records = vault, blobs, records
        self._locks, self._pins = locks, pins

    @asynccontextmanager
    async def hold(self) -> AsyncGenerator[Pen]:
        """Wait for the pen, then hold it. Raises Conflict when another tab takes it at this very moment.

        A tab may freeze when it has just been given the lock, and thaw when that was taken: a fence that has
        moved since it asked is moved once more, so that no two pens have the same.
        """
        asked = await self._records.get(FENCE)
        async with self._locks.hold(LOCK, PATIENCE) as taken:
            fence = await self._records.get(FENCE)
            if taken or fence != asked:
                fence = await self._move(fence)
            yield Pen(self._vault, self._blobs, self._records, self._pins, fence)

    async def _move(self, fence: Record | None) -> Record:
        moved = {"epoch": (fence or {"epoch": 0})["epoch"] + 1}
        await self._records.apply(Batch(put={FENCE: moved}, expect={FENCE: fence}))
        return moved
