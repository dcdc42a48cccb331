"""Conflicts that nobody has looked at yet, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from app.model.batch import Batch, Record
from app.model.sync.conflict import KIND, Sides, both, mine, sides, theirs
from app.ports import RecordStore


@dataclass(frozen=True, slots=True)
class Open:
    """The two sides, and how each reads now."""

    sides: Sides
    there: Record
    copy: Record


class Conflicts:
    """By the key of the copy. A side that is gone has settled it."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records
        self.all: dict[str, Open] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_decided: Callable[[Collection[str]], None] = lambda _keys: None
        """Told the keys of the records that are not as they were."""

    async def load(self) -> None:
        """Read them afresh. What is no conflict to us is left alone."""
        found: list[Sides] = []
        for key, record in await self._records.scan(KIND):
            with suppress(KeyError, TypeError, ValueError):
                found.append(sides(key, record))
        read = await self._records.get_many([key for each in found for key in (each.key, each.copy)])
        opened = [(each, read[each.key], read[each.copy]) for each in found]
        self.all = {each.copy: Open(each, there, copy) for each, there, copy in opened if there and copy}
        self.on_change()

    async def follow(self, changed: Collection[str]) -> None:
        """Read them again when one is new, or a side of one has changed."""
        kinds = {key for key in changed if key.endswith("/")}
        known = {key for each in self.all.values() for key in (each.sides.key, each.sides.copy)}
        of_kinds = any(key.partition("/")[0] + "/" in kinds for key in known)
        if of_kinds or not known.isdisjoint(changed) or any(key.startswith(KIND) for key in changed):
            await self.load()

    async def keep_both(self, copy: str) -> None:
        """Leave it as it is, and ask no more. Raises LarderError."""
        if copy in self.all:
            await self._decide(both(self.all[copy].sides))

    async def use_mine(self, copy: str) -> Batch | None:
        """The copy takes the record's place; what `undo` needs, None when it was decided already.

        Raises Conflict: a side has changed since.
        """
        was = self.all.get(copy)
        return await self._done(mine(was.sides, was.there, was.copy), was) if was else None

    async def use_theirs(self, copy: str) -> Batch | None:
        """The copy goes; returns and raises as `use_mine` does."""
        was = self.all.get(copy)
        return await self._done(theirs(was.sides, was.copy), was) if was else None

    async def undo(self, back: Batch) -> None:
        """Have both sides again. Raises Conflict: somebody has changed one since."""
        await self._decide(back)

    async def _done(self, batch: Batch, was: Open) -> Batch:
        await self._decide(batch)
        before = {was.sides.key: was.there, was.sides.copy: was.copy, was.sides.id: was.sides.as_json()}
        keys = (*batch.put, *batch.delete)
        return Batch(put={key: before[key] for key in keys}, expect={key: batch.put.get(key) for key in keys})

    async def _decide(self, batch: Batch) -> None:
        try:
            await self._records.apply(batch)
            self.on_decided((*batch.put, *batch.delete))
        finally:
            await self.load()
