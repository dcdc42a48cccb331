"""Failures: by name, with their reason, until they are tried again or put away; the rest goes on."""

from __future__ import annotations

import asyncio

import pytest

from app.core.saves.journal import SLICE
from app.core.saves.transfers import Transfers
from app.core.vault.media_store import original
from app.model.errors import LarderError, Rejected
from app.model.saves.transfer import Stage
from tests.doubles.house import House
from tests.doubles.tracks import music, offered, serve, track
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Killed
from tests.unit.test_transfers import ended, house_of
from tests.unit.test_transfers_full import calls


async def two_gone(count: int = 4):
    """The second and the third have gone from the server."""
    house, assets = house_of(count)
    for asset in assets[1:3]:
        del house.server.resources[original(asset).path]
    await house.larder.transfers.add(assets)
    await ended(house.larder.transfers)
    return house, assets


async def reload(house: House) -> Transfers:
    larder = house.enter()
    await larder.start()
    await larder.repair()
    await larder.resume()
    await ended(larder.transfers)
    return larder.transfers


async def test_failures_survive_a_reload_by_name_and_reason() -> None:
    house, assets = await two_gone()
    assert len(house.kept) == 2
    transfers = await reload(house)
    assert [(t.key, t.title, t.stage, t.reason) for t in transfers.failed.values()] == [
        (asset.key, asset.title, Stage.FAILED, Rejected.sentence) for asset in assets[1:3]
    ]
    assert transfers.all == {}
    assert transfers.roster.tally.items == 0


async def test_one_is_tried_again_once_it_is_back() -> None:
    house, assets = await two_gone()
    transfers = await reload(house)
    serve(house.server, assets[1], music(2))
    await transfers.retry(assets[1].key)
    await ended(transfers)
    assert list(transfers.failed) == [assets[2].key]
    assert house.larder.vault.here(assets[1].key)
    assert [key for key, _ in await house.records.scan("transfer/")] == [f"transfer/{assets[2].key}"]


async def test_all_are_tried_again_and_may_fail_again() -> None:
    house, assets = await two_gone()
    serve(house.server, assets[2], music(3))
    transfers = house.larder.transfers
    await transfers.retry()
    await ended(transfers)
    assert list(transfers.failed) == [assets[1].key]
    assert [t.key for t in house.failed] == [assets[1].key, assets[2].key, assets[1].key]


@pytest.mark.parametrize("keys", [True, False])
async def test_dismissed_they_are_forgotten(keys: bool) -> None:
    house, assets = await two_gone()
    transfers = house.larder.transfers
    await transfers.dismiss(*([assets[1].key, assets[2].key] if keys else []))
    assert transfers.failed == {}
    assert await house.records.scan("transfer/") == []
    assert (await reload(house)).failed == {}


async def test_asked_for_again_a_failure_is_tried_again() -> None:
    house, assets = await two_gone()
    serve(house.server, assets[1], music(2))
    transfers = house.larder.transfers
    await transfers.add([assets[1]])
    assert list(transfers.failed) == [assets[2].key]
    await ended(transfers)
    assert house.larder.vault.here(assets[1].key)


async def test_any_call_that_fails_stops_none_of_the_others() -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    for at in range(1, 1 + await calls()):
        house = House()
        larder = house.enter(Failing(at))
        assets = [offered(house.server, number) for number in (1, 2, 3)]
        try:
            await larder.transfers.add(assets)
        except LarderError:
            assert not larder.transfers.all
            continue
        await ended(larder.transfers)
        assert len(larder.vault.keeps) >= 2, at
        assert len(larder.vault.keeps) + len(larder.transfers.failed) == 3
        await larder.transfers.retry()
        await ended(larder.transfers)
        assert len(larder.vault.keeps) == 3
        assert not larder.transfers.failed


@pytest.mark.parametrize("fault", [Dead, Cancelling])
async def test_killed_or_stopped_at_any_call_the_next_session_ends_it(fault: type[Fault]) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    for at in range(2, 1 + await calls()):
        house = House()
        larder = house.enter(fault(at))
        assets = [offered(house.server, number) for number in (1, 2, 3)]
        task = asyncio.ensure_future(larder.transfers.add(assets))
        (ends,) = await asyncio.gather(task, return_exceptions=True)
        while larder.transfers.busy:
            await asyncio.sleep(0)
        recorded = await house.records.scan("transfer/")
        if isinstance(ends, (Killed, asyncio.CancelledError)) and not recorded:
            continue
        await reload(house)
        assert len(house.larder.vault.keeps) == 3, at
        assert (await house.stored())["staged"] == []
        assert not await house.records.scan("transfer/")


async def test_twenty_thousand_are_queued_in_slices_without_a_task_each() -> None:
    house = House()
    transfers, told, steps = house.larder.transfers, [], []
    transfers.roster.on_change = lambda: told.append(len(transfers.all))
    apply = house.records.apply

    async def counted(batch) -> None:
        steps.append(len(batch.put) + len(batch.delete))
        await apply(batch)

    house.records.apply = counted
    await transfers.pause()
    await transfers.add([track(number, b"") for number in range(20_000)])
    assert len(transfers.all) == 20_000
    assert max(steps) == SLICE and len(steps) == 1 + 20_000 // SLICE
    assert len(told) < 250
    assert transfers.lanes.tasks == {}
    assert [t.key for t in transfers.roster.ahead(3)] == [f"{n:032x}" for n in range(3)]
    assert transfers.roster.tally.items == 20_000
    await transfers.cancel_all()
    assert await house.records.scan("transfer/") == []
    assert max(steps) == SLICE
    assert len(told) < 500
