"""The records from which the queue of saves goes on after a reload: tickets, and whether it is paused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from app.model.batch import Batch, Record
from app.model.saves.ticket import KIND, Ticket, ticket
from app.ports import RecordStore

PAUSE = "setting/transfers"
"""Key of the record that says why the queue is paused."""
SLICE = 100
"""Tickets handled at a time: the page has its turn in between."""

T = TypeVar("T")


class Journal:
    """Written before the queue shows a change, so that a kill loses none."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records

    async def read(self) -> list[Ticket]:
        """Every ticket, in the order of the queue. What can't be read is left alone."""
        tickets = [each for each in (await self.found(None)).values() if each is not None]
        return sorted(tickets, key=lambda each: (each.order, each.asset.key))

    async def found(self, keys: Iterable[str] | None) -> dict[str, Ticket | None]:
        """The tickets that there are of these assets, or of all, by key; None for one that can't be read."""
        if keys is None:
            scanned = await self._records.scan(KIND)
            records = {key.removeprefix(KIND): record for key, record in scanned}
        else:
            asked = {key: await self._records.get(KIND + key) for key in keys}
            records = {key: record for key, record in asked.items() if record is not None}
        tickets: dict[str, Ticket | None] = {}
        for some in slices(records.items()):
            tickets |= {key: readable(record) for key, record in some}
            await asyncio.sleep(0)
        return tickets

    async def write(self, tickets: Iterable[Ticket]) -> None:
        """Put these tickets. Raises LarderError: none of them is written."""
        put = {each.key: each.as_json() for each in tickets}
        if put:
            await self._records.apply(Batch(put=put))

    async def drop(self, keys: Iterable[str]) -> None:
        """Forget the tickets of these assets."""
        for some in slices(keys):
            await self._records.apply(Batch(delete=tuple(KIND + key for key in some)))

    async def paused(self) -> str:
        """Why the queue is paused; empty when it is not."""
        return str((await self._records.get(PAUSE) or {}).get("paused", ""))

    async def pause(self, reason: str) -> None:
        """Have it paused for this reason, or, when that is empty, go on."""
        await self._records.apply(Batch(put={PAUSE: {"paused": reason}}))


def readable(record: Record) -> Ticket | None:
    """The ticket, or None when the record says nothing to us."""
    try:
        return ticket(record)
    except (KeyError, TypeError, ValueError):
        return None


def slices(everything: Iterable[T]) -> Iterator[Sequence[T]]:
    """A few at a time."""
    rest = iter(everything)
    while some := tuple(islice(rest, SLICE)):
        yield some
