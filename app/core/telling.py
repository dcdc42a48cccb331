"""Records whose changes the other tabs hear of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.model.batch import Batch, Record
from app.ports import Hints, RecordStore

FEW = 20
"""Changes of one batch that are told one by one; of more, only their kinds are."""


class Telling:
    """A record store around another: every batch that landed is hinted at."""

    def __init__(self, records: RecordStore, hints: Hints) -> None:
        self._records, self._hints = records, hints

    async def get(self, key: str) -> Record | None:
        """The record, or None."""
        return await self._records.get(key)

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        """These records, None for each that is not there."""
        return await self._records.get_many(keys)

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        """Records under a prefix, in key order."""
        return await self._records.scan(prefix)

    async def apply(self, batch: Batch) -> None:
        """Write the batch, then tell."""
        await self._records.apply(batch)
        keys = {*batch.put, *batch.delete}
        if len(keys) > FEW:
            keys = {key.partition("/")[0] + "/" for key in keys}
        for key in sorted(keys):
            self._hints.tell(key)
