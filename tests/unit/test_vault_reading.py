"""The vault is read while it changes: what was recorded meanwhile is not forgotten over an older reading."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from app.memory import MemoryRecords
from app.model.batch import Batch, Record
from app.model.vault.badge import Badge
from tests.doubles.house import House
from tests.doubles.tracks import offered


def late(records: MemoryRecords, kind: str) -> Callable[[], None]:
    """The next scan of this kind says what it has read only when what is returned is called."""
    real, go_on = records.scan, asyncio.Event()

    async def scan(prefix: str) -> Sequence[tuple[str, Record]]:
        found = await real(prefix)
        if prefix == kind:
            records.scan = real
            await go_on.wait()
        return found

    records.scan = scan
    return go_on.set


@pytest.mark.parametrize("reading", ["follow", "reread", "load"])
async def test_what_is_kept_or_removed_while_all_is_read_stays_so(reading: str) -> None:
    house = House()
    vault, store = house.larder.vault, house.larder.store
    one, two = (offered(house.server, number) for number in (1, 2))
    await store.keep(one)
    go_on = late(house.records, "keep/")
    work = asyncio.create_task(vault.follow(["keep/"]) if reading == "follow" else getattr(vault, reading)())
    while "scan" not in house.fault.names[-2:]:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    await store.keep(two)
    await store.release(one.key)
    go_on()
    await work
    assert vault.badge(two.key, listed=True) is Badge.KEPT
    assert vault.badge(one.key, listed=True) is Badge.STREAMS


async def test_of_two_readings_the_later_one_counts() -> None:
    house = House()
    vault = house.larder.vault
    go_on = late(house.records, "keep/")
    first = asyncio.create_task(vault.reread())
    for _ in range(5):
        await asyncio.sleep(0)
    await house.enter().store.keep(offered(house.server, 1))
    await vault.reread()
    go_on()
    await first
    assert len(vault.keeps) == 1


async def test_a_keep_that_cannot_be_read_holds_all_blobs_while_it_is_read_again() -> None:
    house = House()
    vault = house.larder.vault
    await house.larder.store.keep(offered(house.server, 1))
    await house.records.apply(Batch(put={"keep/strange": {"v": 99}}))
    await vault.load()
    go_on = late(house.records, "keep/")
    work = asyncio.create_task(vault.reread())
    for _ in range(5):
        await asyncio.sleep(0)
    assert vault.unreadable == {"keep/strange"}
    go_on()
    await work


async def test_many_keeps_are_read_in_turns_with_others() -> None:
    house = House()
    kept = (await house.larder.store.keep(offered(house.server, 1))).as_json()
    await house.records.apply(Batch(put={f"keep/{number}": kept for number in range(1000)}))
    counted, work = 0, asyncio.create_task(house.larder.vault.reread())
    while not work.done():
        await asyncio.sleep(0)
        counted += 1
    assert counted > 10
