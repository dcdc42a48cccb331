"""A queue that is paused: what has arrived is held, and a reload changes nothing."""

from __future__ import annotations

import asyncio

import pytest

from app.core.saves.journal import PAUSE
from app.core.vault.media_store import original
from app.model.saves.pause import BY_HAND
from app.model.saves.transfer import Stage
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.faults.fault import Slow
from tests.unit.test_transfers import ended, house_of, until


async def at_rest(house: House) -> None:
    await until(lambda: not house.larder.transfers.busy)


@pytest.mark.parametrize("after", range(0, 240, 7))
async def test_paused_at_any_moment_nothing_moves_and_it_goes_on_where_it_was(after: int) -> None:
    house, assets = house_of(5)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await turns(after)
    await transfers.pause()
    await at_rest(house)
    sent, kept = house.server.sent, len(house.larder.vault.keeps)
    await turns(300)
    assert (house.server.sent, len(house.larder.vault.keeps)) == (sent, kept)
    assert len(transfers.all) + kept == 5
    assert {t.stage for t in transfers.all.values()} <= {Stage.WAITING}
    await transfers.go_on()
    await ended(transfers)
    assert [keep.asset for keep in house.kept] == assets
    assert house.server.sent <= 50_000 + 2 * 2_500  # a piece that was on its way comes twice
    assert (await house.stored())["staged"] == []


async def test_what_has_arrived_is_not_fetched_again_after_a_pause_and_a_reload() -> None:
    house, assets = house_of(3)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await until(lambda: transfers.all[assets[0].key].done >= 5_000)
    await transfers.pause()
    await at_rest(house)
    assert len(house.blobs.staged) == 2
    larder = house.enter(Slow(1))
    await larder.start()
    await larder.repair()
    await larder.resume()
    await turns(300)
    assert larder.transfers.paused == BY_HAND
    assert [t.key for t in larder.transfers.all.values()] == [asset.key for asset in assets]
    assert not larder.transfers.busy
    await larder.transfers.go_on()
    await ended(larder.transfers)
    assert len(larder.vault.keeps) == 3
    assert house.server.sent <= 30_000 + 2 * 2_500
    assert any(house.server.fetched(original(assets[0]).path))
    assert await house.records.get(PAUSE) == {"paused": ""}


@pytest.mark.parametrize("after", range(0, 60, 3))
async def test_pausing_and_going_on_at_once_loses_nothing(after: int) -> None:
    house, assets = house_of(4)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await turns(after)
    await asyncio.gather(transfers.pause(), transfers.go_on(), transfers.pause(), transfers.go_on())
    await ended(transfers)
    assert sorted(keep.asset.key for keep in house.kept) == [asset.key for asset in assets]


async def test_what_is_asked_for_while_it_is_paused_waits() -> None:
    house, (first, second) = house_of(2)
    transfers = house.larder.transfers
    await transfers.pause()
    await transfers.add([first])
    await turns(200)
    assert house.server.sent == 0
    await transfers.add([second])
    await transfers.go_on()
    await ended(transfers)
    assert [keep.asset for keep in house.kept] == [first, second]


@pytest.mark.parametrize("all_at_once", [True, False])
async def test_a_paused_queue_that_is_cancelled_is_paused_no_longer(all_at_once: bool) -> None:
    house, assets = house_of(2)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await turns(20)
    await transfers.pause()
    if all_at_once:
        await transfers.cancel_all()
    else:
        for asset in assets:
            await transfers.cancel(asset.key)
    assert transfers.paused == ""
    assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}
    await transfers.add(assets[:1])
    await ended(transfers)
    assert len(house.kept) == 1


async def test_another_tab_pauses_this_one() -> None:
    house, assets = house_of(4)
    here = house.larder
    there = house.enter(Slow(1), beside=here)
    await here.transfers.add(assets)
    await turns(20)
    await there.transfers.pause()
    await until(lambda: bool(here.transfers.paused))
    await until(lambda: not here.transfers.busy)
    await there.transfers.go_on()
    await ended(here.transfers)
    assert len(house.kept) == 4


@pytest.mark.parametrize("count", [3, 30])
async def test_what_another_tab_cancels_is_not_gone_on_with_here(count: int) -> None:
    house, assets = house_of(count)
    here = house.larder
    await here.transfers.add(assets)
    await here.transfers.pause()
    there = house.enter(Slow(1), beside=here)
    await there.start()
    await there.resume()
    await there.transfers.go_on()
    await until(lambda: here.transfers.busy and there.transfers.busy)
    await there.transfers.cancel_all()
    await until(lambda: not here.transfers.all and not here.transfers.busy)
    sent, stored = house.server.sent, await house.stored()
    await turns(300)
    assert house.server.sent == sent
    assert not stored["staged"]
    assert not [key for key in stored["records"] if key.startswith("transfer/")]
