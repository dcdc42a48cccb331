"""The contracts, over the in-memory drivers in CPython."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from app.core.sync.author import Author
from app.core.sync.outbox import Outbox
from app.core.telling import Telling
from app.memory import (
    MemoryBlobs,
    MemoryHints,
    MemoryLegacy,
    MemoryLocks,
    MemoryOffered,
    MemoryRecords,
    SystemClock,
)
from app.model.sync.kinds import KINDS
from tests.contracts import blob_store, hints, hub, leftovers, legacy, locks, offered, record_store
from tests.doubles.hub import MemoryHub


@pytest.mark.parametrize("check", [*blob_store.CHECKS.values(), *leftovers.CHECKS.values()])
def test_blobs(check) -> None:
    store = MemoryBlobs()

    async def raw_names() -> list[str]:
        return sorted([*store.blobs, *store.staged])

    asyncio.run(check(blob_store.Bench(store, raw_names)))


@pytest.mark.parametrize("check", record_store.CHECKS.values())
def test_records(check) -> None:
    asyncio.run(check(MemoryRecords()))
    asyncio.run(check(Telling(MemoryRecords(), MemoryHints())))
    author = Author("Firefox on Linux", SystemClock(), lambda: uuid4().hex)
    for kinds in ((), KINDS, ("keep", "later")):
        asyncio.run(check(Outbox(MemoryRecords(), kinds, author)))


@pytest.mark.parametrize("check", locks.CHECKS.values())
def test_locks(check) -> None:
    asyncio.run(check(MemoryLocks()))


@pytest.mark.parametrize("check", hints.CHECKS.values())
def test_hints(check) -> None:
    one = MemoryHints()
    asyncio.run(check([one, MemoryHints(one), MemoryHints(one), MemoryHints()]))


@pytest.mark.parametrize("check", hub.CHECKS.values())
def test_hub(check) -> None:
    asyncio.run(check(MemoryHub()))


@pytest.mark.parametrize("check", legacy.CHECKS.values())
def test_legacy(check) -> None:
    store = MemoryLegacy()

    async def write(files: legacy.Files) -> None:
        store.files.update(files)

    async def exists() -> bool:
        return bool(store.files)

    asyncio.run(check(legacy.Bench(store, store, write, exists)))


@pytest.mark.parametrize("check", offered.CHECKS.values())
def test_offered(check) -> None:
    async def offer(files: offered.Files) -> list[MemoryOffered]:
        return [MemoryOffered(name, data, path) for path, name, data in files]

    async def remove(each: MemoryOffered) -> None:
        each.data = None

    asyncio.run(check(offered.Bench(offer, remove)))
