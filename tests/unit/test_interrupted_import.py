"""An import that is stopped at any point: cancelled, failed, full or killed."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.model.brought import KIND
from app.model.errors import LarderError, StoreClosed, VaultFull
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.files import imported, offered, sound
from tests.doubles.house import House
from tests.faults.blobs import FaultyBlobs, Torn, Unstoppable
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Full, Killed
from tests.faults.records import FaultyRecords, Unanswered

NOTHING = {"blobs": {}, "staged": [], "records": {}}
KEY = "0" * 32


async def take(house: House) -> None:
    """One file on its way in, without the waveform that follows."""
    await house.larder.importer._intake.take(offered(), KEY, lambda _done, _total: None)


async def calls() -> int:
    """How many calls an untroubled run makes, until its batch has landed: those after it only show it."""
    house = House()
    await take(house)
    assert len(house.blobs.blobs) == 1
    return house.fault.names.index("apply") + 1


async def all_or_nothing(house: House) -> bool:
    """Whether it is there; what is there is whole."""
    stored, shared = await house.stored(), dict(await house.records.scan(KIND))
    if not stored["records"]:
        assert (stored, shared) == (NOTHING, {}), house.fault.names
        return False
    assert stored["blobs"] == {ref_of(sound()): sound()}, house.fault.names
    assert (stored["staged"], list(stored["records"]), list(shared)) == ([], ["keep/" + KEY], [KIND + KEY])
    return True


async def comes_in_whole(house: House) -> None:
    """Importing works, and leaves what it should and nothing else."""
    larder = house.enter()
    await larder.start()
    larder.importer.add([offered()])
    await imported(larder)
    assert len(larder.vault.keeps) == len(larder.brought.all) == 1
    assert (await larder.examine(lambda _done, _total: None)).clean


@pytest.mark.parametrize(
    "stores", [(FaultyBlobs, FaultyRecords), (FaultyBlobs, Unanswered), (Unstoppable, FaultyRecords)]
)
async def test_cancelled_anywhere_it_is_in_or_has_left_nothing(stores: tuple[type, type]) -> None:
    left = 0
    for at in range(1, await calls() + 1):
        house = House(wrapper=stores[0], faulty=stores[1])
        fault = Cancelling(at)
        house.enter(fault)
        fault.task = asyncio.create_task(take(house))
        await asyncio.gather(fault.task, return_exceptions=True)
        await turns()
        left += not await all_or_nothing(house)
        assert (house.larder.store.promised.bytes, list(house.larder.store.pins.here)) == (0, [])
        await comes_in_whole(house)
    assert left > 5


async def test_a_call_that_fails_anywhere_leaves_all_or_nothing() -> None:
    for error in (StoreClosed, VaultFull, ValueError):
        for at in range(1, await calls() + 1):
            house = House()
            house.enter(Failing(at, error))
            house.larder.post.outbox.on_queued = lambda _keys: None  # who shows what waits reads beside it
            try:
                await take(house)
            except (LarderError, ValueError):
                assert not await all_or_nothing(house)
            else:
                assert await all_or_nothing(house)
            await comes_in_whole(house)


async def test_a_full_store_refuses_whole_wherever_it_fills_up() -> None:
    refused = 0
    for at in range(1, 12):
        house = House()
        larder = house.enter(Full(at))
        larder.importer.add([offered(), offered("next.mp3", sound(2))])
        await imported(larder)
        for keep in larder.vault.keeps.values():
            assert house.blobs.blobs[keep.original] in (sound(), sound(2))
        assert house.blobs.staged == {} and not larder.importer.busy
        if larder.importer.full:
            assert len(larder.vault.keeps) == larder.importer.imported < 2
            refused += 1
        await comes_in_whole(house)
    assert refused >= 5


@pytest.mark.parametrize("wrapper", [FaultyBlobs, Torn])
async def test_killed_anywhere_it_is_in_or_absent_after_the_next_start(wrapper: type[FaultyBlobs]) -> None:
    there = 0
    for at in range(1, await calls() + 2):
        house = House(wrapper=wrapper)
        house.enter(Dead(at))
        told = await asyncio.gather(asyncio.create_task(take(house)), return_exceptions=True)
        house.clock.time = time.time() + 7200
        larder = house.enter(Fault())
        await larder.start()
        await larder.repair()
        there += await all_or_nothing(house)
        assert isinstance(told[0], Killed) or await all_or_nothing(house)
        assert (await larder.examine(lambda _done, _total: None)).clean
        await comes_in_whole(house)
    assert there >= 1


async def test_the_importer_ends_with_the_tab() -> None:
    house = House()
    larder = house.enter(Dead(3))
    larder.importer.add([offered(), offered("next.mp3", sound(2))])
    tasks = [*larder.importer._tasks.values()]
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, Killed) for each in ended)
    assert not larder.importer.busy
