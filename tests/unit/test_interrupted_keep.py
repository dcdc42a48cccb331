"""A keep that is stopped at any point: cancelled, failed, full or killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from app.core.vault.media_store import cover
from app.model.asset import Asset
from app.model.errors import LarderError, StoreClosed, VaultFull
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import music, offered
from tests.faults.blobs import FaultyBlobs, Torn, Unstoppable
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Full, Killed
from tests.faults.records import FaultyRecords, Unanswered

NOTHING = {"blobs": {}, "staged": [], "records": {}}
Do = Callable[[House, Asset], Awaitable[object]]


async def keep(house: House, asset: Asset) -> object:
    return await house.larder.store.keep(asset)


async def save(house: House, asset: Asset) -> None:
    """A keep as the queue does it, with the waveform that follows."""
    await house.larder.transfers.add([asset])
    await settled(house)


async def settled(house: House) -> None:
    """Wait until nothing is under way. Raises what a task raised."""
    while tasks := [*house.larder.transfers.lanes.tasks.values(), *house.larder._tasks]:
        done, _ = await asyncio.wait(tasks)
        if errors := [task.exception() for task in done if not task.cancelled() and task.exception()]:
            raise errors[0]


async def calls(do: Do, **how: bool) -> int:
    """How many calls an untroubled run makes."""
    house = House()
    await do(house, offered(house.server, 1, cover=True, **how))
    assert len(house.blobs.blobs) >= 2
    return house.fault.calls


async def kept_whole(house: House, asset: Asset) -> None:
    """Saving works, and leaves what it should and nothing else."""
    await save(house, asset)
    assert house.larder.vault.here(asset.key)
    stored = await house.stored()
    assert stored["blobs"][ref_of(music(1))] == music(1)
    assert (len(stored["blobs"]), stored["staged"], len(stored["records"])) == (3, [], 1)


@pytest.mark.parametrize(
    "stores", [(FaultyBlobs, FaultyRecords), (FaultyBlobs, Unanswered), (Unstoppable, FaultyRecords)]
)
@pytest.mark.parametrize("known", [True, False])
async def test_cancelled_anywhere_it_leaves_nothing(known: bool, stores: tuple[type, type]) -> None:
    struck = 0
    for at in range(1, await calls(keep, known=known) + 1):
        house = House(wrapper=stores[0], faulty=stores[1])
        asset, fault = offered(house.server, 1, cover=True, known=known), Cancelling(at)
        larder = house.enter(fault)
        fault.task = asyncio.create_task(larder.store.keep(asset))
        await asyncio.gather(fault.task, return_exceptions=True)
        await turns()
        if fault.task.cancelled():
            assert await house.stored() == NOTHING, fault.names
            assert (larder.vault.keeps, larder.vault.sizes, list(larder.store.pins.here)) == ({}, {}, [])
            struck += 1
        await kept_whole(house, asset)
    assert struck > 10


@pytest.mark.parametrize("known", [True, False])
async def test_a_call_that_fails_anywhere_leaves_all_or_nothing(known: bool) -> None:
    for error in (StoreClosed, VaultFull, ValueError):
        for at in range(1, await calls(keep, known=known) + 1):
            house = House()
            asset, fault = offered(house.server, 1, cover=True, known=known), Failing(at, error)
            larder = house.enter(fault)
            try:
                kept = await larder.store.keep(asset)
            except (LarderError, ValueError):
                assert await house.stored() == NOTHING, fault.names
                assert (larder.vault.keeps, larder.vault.sizes) == ({}, {})
                await kept_whole(house, asset)
            else:
                assert set(house.blobs.blobs) == set(kept.refs)
                assert house.blobs.staged == {}


async def test_a_full_store_refuses_whole_wherever_it_fills_up() -> None:
    refused = 0
    for at in range(1, 12):
        house = House()
        asset = offered(house.server, 1, cover=True)
        larder = house.enter(Full(at))
        try:
            await larder.store.keep(asset)
        except VaultFull:
            assert await house.stored() == NOTHING, larder.drivers.blobs.fault.names
            assert larder.vault.sizes == {}
            refused += 1
        house.enter()
        await kept_whole(house, asset)
    assert refused >= 7


async def test_full_at_the_record_of_a_second_title_leaves_the_first_alone() -> None:
    house = House()
    one, two = offered(house.server, 1, music(1)), offered(house.server, 2, music(1))
    await house.larder.store.keep(one)
    before = await house.stored()
    larder = house.enter(Full(1))
    await larder.vault.load()
    with pytest.raises(VaultFull):
        await larder.store.keep(two)
    assert await house.stored() == before
    assert larder.vault.here(one.key)


@pytest.mark.parametrize("wrapper", [FaultyBlobs, Torn])
@pytest.mark.parametrize("known", [True, False])
async def test_killed_anywhere_it_is_saved_or_absent_after_the_next_start(
    known: bool, wrapper: type[FaultyBlobs]
) -> None:
    for at in range(1, await calls(save, known=known) + 1):
        house = House(wrapper=wrapper)
        asset = offered(house.server, 1, cover=True, known=known)
        house.enter(Dead(at))
        with pytest.raises(Killed):
            await save(house, asset)
        for ref, data in house.blobs.blobs.items():
            assert ref_of(data) == ref
        assert all(record["original"] in house.blobs.blobs for record in await keeps(house))
        await restart(house)
        stored = await house.stored()
        assert set(house.blobs.blobs) == house.larder.vault.referenced(), house.fault.names
        if house.larder.vault.here(asset.key):
            assert (len(stored["blobs"]), stored["staged"], len(stored["records"])) == (3, [], 1)
        else:
            assert stored == NOTHING, house.fault.names
            assert at <= 2
        await kept_whole(house, asset)


async def test_killed_after_publishing_it_is_adopted_without_another_byte() -> None:
    house = House()
    asset = offered(house.server, 1)
    house.larder = house.enter(fault := Dead())
    fault.due = lambda name, _number: bool(house.blobs.blobs)
    fault.at = 1
    with pytest.raises(Killed):
        await save(house, asset)
    assert set(house.blobs.blobs) == {ref_of(music(1))}
    sent = house.server.sent
    await restart(house)
    assert house.larder.vault.here(asset.key)
    assert house.server.sent == sent


async def test_what_a_killed_save_left_beside_a_track_that_is_here_goes() -> None:
    house = House()
    asset = offered(house.server, 1, cover=True)
    await house.larder.store.keep(asset)
    house.blobs.staged[cover(asset).name] = bytearray(b"half")
    await house.larder.store.keep(asset)
    assert house.blobs.staged == {}


async def keeps(house: House) -> list[dict[str, str]]:
    return [dict(record) for _, record in await house.records.scan("keep/")]


async def restart(house: House) -> None:
    """A new session goes on with what the killed one left, two hours later."""
    house.clock.time = time.time() + 7200
    larder = house.enter(Fault())
    await larder.start()
    await larder.repair()
    await larder.resume()
    await settled(house)
    for kept in tuple(larder.vault.keeps.values()):
        await larder.waveforms.ensure(kept)
