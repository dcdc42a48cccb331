"""Records with what the server had of them and what it has still to hear: read and written as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.model.batch import Batch, Record
from app.model.sync import pending, shadow
from app.model.sync.replica import Replica
from app.ports import RecordStore

FEW = 100
"""Records that are sent, read or written in one go: what else a page has to do waits so long."""


@dataclass(frozen=True, slots=True)
class Found:
    """A replica and the records that it was read from."""

    replica: Replica
    records: Mapping[str, Record | None]


async def find(records: RecordStore, key: str) -> Found:
    """The replica of a record, which may be of none."""
    return (await find_all(records, (key,)))[key]


async def find_all(records: RecordStore, keys: Collection[str]) -> Mapping[str, Found]:
    """The replicas of several records, by key."""
    names = {key: (key, shadow.KIND + key, pending.KIND + key) for key in keys}
    read = await records.get_many([name for each in names.values() for name in each])
    return {key: found({name: read[name] for name in each}) for key, each in names.items()}


def found(read: Mapping[str, Record | None]) -> Found:
    """From the three records of a replica, in this order."""
    body, behind, before = read.values()
    return Found(Replica(body, shadow.shadow(behind), pending.pending(before)), read)


def written(key: str, found: Found, after: Replica) -> Batch:
    """What makes the record's replica another one, if nobody has changed it meanwhile."""
    wanted: dict[str, Record | None] = {
        key: after.body,
        shadow.KIND + key: after.shadow.as_json() if after.shadow.version else None,
        pending.KIND + key: None if after.pending.empty else after.pending.as_json(),
    }
    new = {name: record for name, record in wanted.items() if record != found.records[name]}
    put = {name: record for name, record in new.items() if record is not None}
    delete = tuple(name for name, record in new.items() if record is None)
    return Batch(put=put, delete=delete, expect=found.records)


def joined(batches: Iterable[Batch]) -> Batch:
    """All of them in one."""
    put: dict[str, Record] = {}
    expect: dict[str, Record | None] = {}
    delete: list[str] = []
    for batch in batches:
        put |= batch.put
        expect |= batch.expect
        delete += batch.delete
    return Batch(put=put, delete=tuple(delete), expect=expect)


async def waiting(records: RecordStore) -> Sequence[str]:
    """Keys of the records of which the server has still to hear, but for those it has refused."""
    rows = await records.scan(pending.KIND)
    return [key.removeprefix(pending.KIND) for key, row in rows if not row.get("refused")]
