"""Records in IndexedDB: one store, `kind/id` keys, each record one canonical JSON text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import Any

from pyodide.ffi import create_proxy

from app.browser.ffi import dom_errors, module
from app.model.batch import Batch, Record
from app.model.errors import Conflict

LONG = 0.02
"""Seconds of work after which others have their turn."""


def text(record: Record | None) -> str | None:
    """The record as the one text that equal records share; None for no record."""
    return None if record is None else json.dumps(record, sort_keys=True, separators=(",", ":"))


class Turns:
    """Lets others run in between when there is much to read or write."""

    def __init__(self) -> None:
        self._began = monotonic()

    async def give(self) -> None:
        """Others have their turn, if this one has been long."""
        if monotonic() - self._began > LONG:
            await asyncio.sleep(0)
            self._began = monotonic()


async def texts(records: Mapping[str, Record | None]) -> AsyncIterator[tuple[str, str | None]]:
    """Every record as text, in turns."""
    turns = Turns()
    for key, record in records.items():
        yield key, text(record)
        await turns.give()


class IdbRecords:
    """A record store in IndexedDB."""

    def __init__(self, db: Any, script: Any) -> None:
        self._db, self._script = db, script

    @classmethod
    async def open(cls, name: str = "larder", closed: Callable[[], None] = lambda: None) -> IdbRecords:
        """The store of the database called `name`; `closed` is called when it is closed under us.

        Raises StorageDenied where the browser has none, StoreClosed where a newer version has upgraded it.
        """
        script = await module("/app/browser/idb.js")
        with dom_errors():
            return cls(await script.open(name, create_proxy(closed)), script)

    @property
    def database(self) -> Any:
        """The open database, which the blob store shares where there is no file system."""
        return self._db

    async def get(self, key: str) -> Record | None:
        """The record, or None."""
        with dom_errors():
            value = await self._db.get("records", key)
        return json.loads(value) if value else None

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        """Records under a prefix, in key order."""
        with dom_errors():
            parts = await self._script.scan(self._db, prefix)
        return await self._parsed(parts)

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        """These records, None for each that is not there; read in one transaction."""
        with dom_errors():
            parts = await self._script.getMany(self._db, json.dumps(list(keys)))
        return dict.fromkeys(keys) | dict(await self._parsed(parts))

    async def _parsed(self, parts: Any) -> Sequence[tuple[str, Record]]:
        turns, rows = Turns(), list[tuple[str, Record]]()
        for part in parts:
            rows += [(key, record) for key, record in json.loads(part)]
            await turns.give()
        return rows

    async def apply(self, batch: Batch) -> None:
        """The whole batch in one strict transaction."""
        change = {
            "put": [put async for put in texts(batch.put)],
            "remove": batch.delete,
            "expect": [expected async for expected in texts(batch.expect)],
        }
        with dom_errors():
            if not await self._script.update(self._db, json.dumps(change)):
                raise Conflict
