"""The contracts, over stores that could go wrong and are not made to."""

from __future__ import annotations

import asyncio

import pytest

from app.memory import MemoryBlobs, MemoryRecords
from tests.contracts import blob_store, leftovers, record_store
from tests.faults.blobs import FaultyBlobs, Torn, Unstoppable
from tests.faults.fault import Fault, Slow
from tests.faults.records import FaultyRecords, Unanswered

BLOBS = {
    "faulty": (FaultyBlobs, Fault),
    "slow": (FaultyBlobs, Slow),
    "torn": (Torn, Fault),
    "unstoppable": (Unstoppable, Fault),
}
RECORDS = {"faulty": (FaultyRecords, Fault), "slow": (FaultyRecords, Slow), "unanswered": (Unanswered, Fault)}


@pytest.mark.parametrize("kind", BLOBS)
@pytest.mark.parametrize("check", [*blob_store.CHECKS.values(), *leftovers.CHECKS.values()])
def test_blobs(check, kind: str) -> None:
    inner, (wrapper, fault) = MemoryBlobs(), BLOBS[kind]

    async def raw_names() -> list[str]:
        return sorted([*inner.blobs, *inner.staged])

    asyncio.run(check(blob_store.Bench(wrapper(inner, fault()), raw_names)))


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("check", record_store.CHECKS.values())
def test_records(check, kind: str) -> None:
    wrapper, fault = RECORDS[kind]
    asyncio.run(check(wrapper(MemoryRecords(), fault())))
