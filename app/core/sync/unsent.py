"""What the server has still to hear of, and what it has refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from app.core.sync.replicas import find, written
from app.model.batch import Record
from app.model.errors import Conflict
from app.model.sync.kinds import UNNOTICED
from app.model.sync.pending import KIND, Pending, pending
from app.model.sync.replica import Replica, discarded, retried
from app.ports import RecordStore


class Unsent:
    """The outbox as a person sees it: by key of the record, the first change first."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records
        self._all: dict[str, Pending] = {}
        self.waiting: dict[str, Pending] = {}
        self.parked: dict[str, Pending] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_given_up: Callable[[Collection[str]], None] = lambda _keys: None
        """Told the keys of records that are what the server has again."""

    async def load(self) -> None:
        """Read it afresh."""
        rows = await self._records.scan(KIND)
        self._all.clear()
        self._take(dict(rows))

    async def follow(self, changed: Collection[str]) -> None:
        """Read those of these again that were queued, sent or refused."""
        if KIND in changed:
            return await self.load()
        self._take(await self._records.get_many(changed))

    def _take(self, rows: Mapping[str, Record | None]) -> None:
        for name, row in rows.items():
            key = name.removeprefix(KIND)
            if key.partition("/")[0] in UNNOTICED:
                continue
            if row is None:
                self._all.pop(key, None)
            else:
                self._all[key] = pending(row)
        found = sorted(self._all.items(), key=lambda each: each[1].at)
        self.waiting = {key: each for key, each in found if not each.refused}
        self.parked = {key: each for key, each in found if each.refused}
        self.on_change()

    async def retry(self, *keys: str) -> None:
        """Offer what was refused once more; all of it when no key is given."""
        await self._decide(keys or tuple(self.parked), retried)

    async def discard(self, key: str) -> None:
        """Give up what was refused: the record is what the server has again."""
        await self._decide((key,), discarded)
        self.on_given_up((key,))

    async def _decide(self, keys: Sequence[str], become: Callable[[Replica], Replica]) -> None:
        for key in keys:
            while True:
                found = await find(self._records, key)
                if not found.replica.pending.refused:
                    break
                try:
                    await self._records.apply(written(key, found, become(found.replica)))
                    break
                except Conflict:
                    continue
        await self.load()
