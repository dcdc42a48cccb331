"""The queue of saves: a few at a time, in order, each on its own."""

from __future__ import annotations

import asyncio

import pytest

from app.core.saves.transfers import LANES, Transfers
from app.core.vault.media_store import original
from app.model.asset import Asset
from app.model.saves.transfer import Stage, Transfer
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import offered
from tests.faults.fault import Slow


def house_of(count: int, *, slow: int = 1) -> tuple[House, list[Asset]]:
    house = House()
    house.enter(Slow(slow))
    house.kept, house.failed = [], []
    house.larder.on_kept = house.kept.append
    house.larder.transfers.on_failed = house.failed.append
    return house, [offered(house.server, number) for number in range(1, count + 1)]


async def until(condition) -> None:
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


async def ended(transfers: Transfers) -> None:
    """Nothing is under way, and what was is written down."""
    await until(lambda: not transfers.all and not transfers.busy)


async def test_they_run_in_order_a_few_at_a_time() -> None:
    house, assets = house_of(6)
    transfers, most = house.larder.transfers, []
    transfers.roster.on_change = lambda: most.append(len(transfers.lanes.tasks))
    await transfers.add(assets)
    assert [t.key for t in transfers.all.values()] == [asset.key for asset in assets]
    await ended(transfers)
    assert max(most) == LANES
    begun = list(dict.fromkeys(r.path for r in house.server.requests if r.path.count("/") == 3))
    assert begun == [original(asset).path for asset in assets]
    assert len(house.kept) == 6
    assert all(house.larder.vault.here(asset.key) for asset in assets)
    assert await house.records.scan("transfer/") == []


async def test_bytes_and_speed_are_shown_while_it_runs() -> None:
    house, (asset,) = house_of(1)
    shown: list[Transfer] = []
    transfers = house.larder.transfers

    def look() -> None:
        house.clock.time += 1.0
        shown.extend(transfers.all.values())

    transfers.roster.on_change = look
    await transfers.add([asset])
    await ended(transfers)
    assert [t.done for t in shown] == sorted(t.done for t in shown)
    assert (shown[0].stage, shown[0].total) == (Stage.WAITING, 10_000)
    assert (shown[-1].done, shown[-1].percent) == (10_000, 100)
    assert shown[-1].rate > 0


async def test_one_that_fails_is_named_and_the_rest_go_on() -> None:
    house, assets = house_of(4)
    house.server.wrong(original(assets[1]).path, Trouble("page"))
    await house.larder.transfers.add(assets)
    await ended(house.larder.transfers)
    assert [t.key for t in house.failed] == [assets[1].key]
    assert house.failed[0].stage is Stage.FAILED
    assert house.failed[0].reason.startswith("Something else answered in the server's place")
    assert len(house.kept) == 3


async def test_a_surprise_does_not_leave_it_running_forever() -> None:
    house, assets = house_of(2)
    surprises: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: surprises.append(context))
    asset = assets[0]
    house.server.resources.pop(original(asset).path)
    house.server.resources[original(asset).path] = None
    await house.larder.transfers.add(assets)
    await ended(house.larder.transfers)
    assert [t.key for t in house.failed] == [asset.key]
    assert house.failed[0].reason.endswith(".")
    assert [keep.asset for keep in house.kept] == [assets[1]]
    await house.larder.transfers.add([asset])
    assert asset.key in house.larder.transfers.all
    await house.larder.transfers.cancel_all()


@pytest.mark.parametrize("after", range(0, 240, 9))
async def test_cancelled_ones_leave_nothing_and_the_others_go_on(after: int) -> None:
    house, assets = house_of(5)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await turns(after)
    gone = [asset for asset in (assets[0], assets[3]) if asset.key in transfers.all]
    for asset in gone:
        await transfers.cancel(asset.key)
        assert asset.key not in transfers.all
    await ended(transfers)
    vault = house.larder.vault
    late = {keep.asset.key for keep in house.kept}  # recorded before it could be stopped: saved, and said so
    assert set(vault.keeps) == {a.key for a in assets} - ({a.key for a in gone} - late)
    assert house.blobs.staged == {}
    assert await house.records.scan("transfer/") == []
    assert [keep.asset.key for keep in house.kept] == list(vault.keeps)


@pytest.mark.parametrize("after", [0, 30, 90])
async def test_cancelling_all_leaves_what_was_done(after: int) -> None:
    house, assets = house_of(5)
    await house.larder.transfers.add(assets)
    await turns(after)
    await house.larder.transfers.cancel_all()
    assert house.larder.transfers.all == {}
    sent = house.server.sent
    await turns(300)
    assert house.server.sent == sent
    assert house.blobs.staged == {}
    assert await house.records.scan("transfer/") == []


async def test_a_save_that_was_cancelled_can_be_asked_for_again_at_once() -> None:
    house, (asset,) = house_of(1)
    transfers = house.larder.transfers
    await transfers.add([asset])
    await turns(20)
    await transfers.cancel(asset.key)
    await transfers.add([asset])
    await ended(transfers)
    assert house.larder.vault.here(asset.key)


async def test_asked_for_twice_it_is_saved_once() -> None:
    house, (asset, other) = house_of(2)
    transfers = house.larder.transfers
    await asyncio.gather(transfers.add([asset, asset]), transfers.add([other, asset]))
    await ended(transfers)
    assert house.failed == []
    assert sorted(keep.asset.key for keep in house.kept) == [asset.key, other.key]
    assert house.server.sent == 20_000


async def test_offline_it_waits_and_goes_on_when_the_server_answers() -> None:
    house, (asset,) = house_of(1)
    larder = house.larder
    house.server.wrong(original(asset).path, Trouble("cut", 4_000))
    real = house.clock.sleep

    async def sleep(seconds: float) -> None:
        house.server.down = True
        await real(seconds)

    house.clock.sleep = sleep
    await larder.transfers.add([asset])
    await until(lambda: larder.transfers.held)
    waiting = larder.transfers.all[asset.key]
    assert (waiting.stage, waiting.done, waiting.rate) == (Stage.OFFLINE, 4_000, 0.0)
    assert waiting.reason == "The server can't be reached; what is on this device still plays."
    assert [key for key, _ in await house.records.scan("transfer/")] == [f"transfer/{asset.key}"]
    await larder.reachability.ask()
    house.server.down = False
    await larder.reachability.ask()
    await ended(larder.transfers)
    assert larder.vault.here(asset.key)
    assert house.server.sent == 10_000


async def test_it_goes_on_although_the_server_seemed_to_be_there_all_the_time() -> None:
    house, (asset,) = house_of(1)
    house.server.wrong(original(asset).path, *[Trouble("status", 503)] * 4)
    await house.larder.transfers.add([asset])
    await until(lambda: house.larder.transfers.held)
    assert house.larder.reachability.online
    await house.larder.reachability.ask()
    await ended(house.larder.transfers)
    assert house.larder.vault.here(asset.key)
