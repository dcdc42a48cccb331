"""What was there before this device ever spoke to the server is told to it like any other change."""

from __future__ import annotations

from app.core.sync.author import Author
from app.core.sync.replicas import find, written
from app.model.errors import Conflict
from app.model.sync.kinds import KINDS
from app.model.sync.replica import changed
from app.ports import RecordStore


async def adopt(records: RecordStore, author: Author) -> None:
    """Queue every record that syncs and that neither the server nor the outbox knows of."""
    for kind in KINDS:
        for key, _ in await records.scan(kind + "/"):
            await queue(records, author, key)


async def queue(records: RecordStore, author: Author, key: str) -> None:
    """Queue the record as it is now, if it is still there and nobody else did."""
    while True:
        found = await find(records, key)
        here = found.replica
        if here.body is None or here.shadow.version or not here.pending.empty:
            return
        try:
            return await records.apply(written(key, found, changed(here, author.op(key, "", here.body))))
        except Conflict:
            continue
