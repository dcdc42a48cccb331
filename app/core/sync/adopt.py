"""What was there before this device ever spoke to the server is told to it like any other change."""

from __future__ import annotations

from collections.abc import Collection

from app.core.sync.author import Author
from app.core.sync.replicas import FEW, find_all, joined, written
from app.model.errors import Conflict
from app.model.few import few
from app.model.sync.kinds import KINDS
from app.model.sync.replica import Replica, changed
from app.ports import RecordStore


async def adopt(records: RecordStore, author: Author) -> None:
    """Queue every record that syncs and that neither the server nor the outbox knows of."""
    for kind in KINDS:
        rows = await records.scan(kind + "/")
        for keys in few([key for key, _ in rows], FEW):
            await queue(records, author, keys)


async def queue(records: RecordStore, author: Author, keys: Collection[str]) -> None:
    """Queue those as they are now that are still there and that nobody else has queued."""
    while True:
        found = await find_all(records, keys)
        here = {key: each for key, each in found.items() if unheard(each.replica)}
        made = {key: author.op(key, "", each.replica.body) for key, each in here.items()}
        if not here:
            return
        batches = [written(key, each, changed(each.replica, made[key])) for key, each in here.items()]
        try:
            return await records.apply(joined(batches))
        except Conflict:
            continue


def unheard(here: Replica) -> bool:
    """Whether neither the server nor the outbox knows of it."""
    return here.body is not None and not here.shadow.version and here.pending.empty
