"""A record store that meets a fault before every call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.model.batch import Batch, Record
from app.ports import RecordStore
from tests.faults.fault import Fault


class FaultyRecords:
    """Records around records. A batch that fails has not been written."""

    def __init__(self, store: RecordStore, fault: Fault) -> None:
        self.inner, self.fault = store, fault

    async def get(self, key: str) -> Record | None:
        await self.fault.meet("get")
        return await self.inner.get(key)

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        await self.fault.meet("get_many")
        return await self.inner.get_many(keys)

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        await self.fault.meet("scan")
        return await self.inner.scan(prefix)

    async def apply(self, batch: Batch) -> None:
        await self.fault.meet("apply")
        await self.inner.apply(batch)


class Unanswered(FaultyRecords):
    """The batch is written first and the fault met afterwards: whoever waits never hears of it."""

    async def apply(self, batch: Batch) -> None:
        await self.inner.apply(batch)
        await self.fault.meet("apply")
