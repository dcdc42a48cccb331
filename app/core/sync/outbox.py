"""What changes in a record that syncs is queued for the server in the same batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from app.core.sync.author import Author
from app.core.sync.replicas import Found, find_all, joined, written
from app.model.batch import Batch, Record
from app.model.errors import Conflict
from app.model.sync.replica import changed
from app.ports import RecordStore


class Outbox:
    """A record store around another. `kinds` are those that sync; every other record passes as it is."""

    def __init__(self, records: RecordStore, kinds: Collection[str], author: Author) -> None:
        self._records, self._kinds, self._author = records, kinds, author
        self.on_queued: Callable[[Collection[str]], None] = lambda _keys: None
        """Told the keys of the records that have changed."""

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
        """The batch with its ops. Raises Conflict only for what the batch itself expects."""
        syncing = [key for key in (*batch.put, *batch.delete) if key.partition("/")[0] in self._kinds]
        if not syncing:
            return await self._records.apply(batch)
        while True:
            found = await find_all(self._records, syncing)
            whole = joined([*self._queued(batch, found), batch])  # what it expects counts, not what is there
            try:
                await self._records.apply(whole)
            except Conflict:
                if not await self._holds(batch):
                    raise
            else:
                return self.on_queued(syncing)

    def _queued(self, batch: Batch, found: Mapping[str, Found]) -> Iterator[Batch]:
        for key, each in found.items():
            body = batch.put.get(key)
            if body != each.replica.body:
                yield written(key, each, changed(each.replica, self._author.op(key, "", body)))

    async def _holds(self, batch: Batch) -> bool:
        return await self._records.get_many(batch.expect) == batch.expect
