"""What the server has still to hear of, and what it has refused."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Callable, Collection, Sequence

from app.core.sync.replicas import find, written
from app.model.errors import Conflict
from app.model.sync.kinds import UNNOTICED
from app.model.sync.pending import KIND, Pending, pending
from app.model.sync.replica import Replica, discarded, retried
from app.ports import RecordStore


class Unsent:
    """The outbox as a person sees it: by key of the record, the first change first."""

    def __init__(self, records: RecordStore) -> None:
        self._records, self._reading = records, Lock()
        self._all: dict[str, Pending] = {}
        self.waiting: dict[str, Pending] = {}
        self.parked: dict[str, Pending] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_given_up: Callable[[Collection[str]], None] = lambda _keys: None
        """Told the keys of records that are what the server has again."""

    async def load(self) -> None:
        """Read it afresh."""
        async with self._reading:
            rows = await self._records.scan(KIND)
            self._show({key.removeprefix(KIND): pending(row) for key, row in rows})

    async def follow(self, changed: Collection[str]) -> None:
        """Read these rows again, all of them when `outbox/` itself is among them."""
        if KIND in changed:
            return await self.load()
        async with self._reading:
            rows = await self._records.get_many(changed)
            found = self._all | {key.removeprefix(KIND): pending(row) for key, row in rows.items()}
            self._show({key: each for key, each in found.items() if not each.empty})

    def _show(self, found: dict[str, Pending]) -> None:
        self._all = dict(sorted(found.items(), key=lambda row: row[1].at))
        seen = [row for row in self._all.items() if row[0].partition("/")[0] not in UNNOTICED]
        self.waiting = {key: each for key, each in seen if not each.refused}
        self.parked = {key: each for key, each in seen if each.refused}
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
