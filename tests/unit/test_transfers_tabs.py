"""One queue for all tabs: each knows all of it, and goes on with what a closed one leaves."""

from __future__ import annotations

import asyncio

from app.core.larder import Larder
from app.model.asset import Asset
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import listing, music, offered
from tests.faults.fault import Slow
from tests.unit.test_transfers import ended, until


async def tabs(count: int) -> tuple[House, Larder, Larder, list[Asset]]:
    """Two sessions that hear of each other, over a slow server with so many tracks."""
    house = House()
    assets = [offered(house.server, number) for number in range(1, count + 1)]
    listing(house.server, *assets)
    one = house.enter(Slow(5))
    two = house.enter(Slow(5), beside=one)
    for larder in (one, two):
        await larder.start()
        await larder.refresh()
    return house, one, two, assets


def close(tab: Larder) -> None:
    """It is gone, with whatever it held."""
    tab.drivers.hints.on_hint = lambda _: None
    tab.transfers.paused = "closed"
    tab.transfers.lanes.hold(list(tab.transfers.lanes.tasks))


async def test_a_closed_tabs_queue_goes_on_in_the_other() -> None:
    house, one, two, assets = await tabs(5)
    await one.transfers.add(assets)
    await until(lambda: house.server.sent > 5_000)
    await until(lambda: two.transfers.all)
    close(one)
    await ended(two.transfers)
    assert len(two.vault.keeps) == 5
    assert house.server.sent <= 5 * 10_000 + 2 * 2_500, "what had arrived comes no second time"
    assert (await house.stored())["staged"] == []


async def test_each_is_fetched_once_and_both_tell_it() -> None:
    house, one, two, assets = await tabs(5)
    await one.transfers.add(assets)
    await until(lambda: two.transfers.all)
    for tab in (one, two):
        await ended(tab.transfers)
        assert (tab.transfers.roster.tally.saved, tab.transfers.roster.tally.items) == (5, 5)
    assert house.server.sent == 50_000
    assert await house.records.scan("transfer/") == []


async def test_what_one_cancels_the_other_lets_go_of() -> None:
    house, one, two, assets = await tabs(6)
    await one.transfers.add(assets)
    await until(lambda: len(two.transfers.all) == 6 and house.server.sent > 5_000)
    await one.transfers.cancel_all()
    sent = house.server.sent
    await turns(300)
    assert not two.transfers.all and not two.transfers.busy
    assert house.server.sent == sent, "the other begins none of them anew"
    stored = await house.stored()
    assert stored["staged"] == []
    assert not [key for key in stored["records"] if key.startswith("transfer/")]


async def test_what_failed_in_one_has_failed_in_both_and_is_tried_again_by_either() -> None:
    house, one, two, (asset,) = await tabs(1)
    path = f"/api/audio/{asset.key}"
    house.server.wrong(path, *[Trouble("status", 404)] * 2)
    await one.transfers.add([asset])
    for tab in (one, two):
        await until(lambda tab=tab: tab.transfers.failed)
        assert not tab.transfers.all
    await turns()
    await two.transfers.retry()
    for tab in (one, two):
        await until(lambda tab=tab: not tab.transfers.failed)
        await ended(tab.transfers)
    await turns()
    assert one.vault.kept(asset.key) and two.vault.kept(asset.key)


async def test_what_the_other_adds_comes_behind_what_is_here() -> None:
    house, one, two, assets = await tabs(6)
    await one.transfers.pause()
    await turns()
    await one.transfers.add(assets[:3])
    await turns()
    await two.transfers.add(assets[3:])
    await turns()
    for tab in (one, two):
        assert [t.key for t in tab.transfers.roster.ahead(9)] == [asset.key for asset in assets]


async def test_who_has_heard_of_some_still_queues_behind_all() -> None:
    house, one, two, assets = await tabs(4)
    two.drivers.hints.on_hint = lambda _: None
    await one.transfers.pause()
    await two.transfers.load()
    await one.transfers.add(assets[:3])
    await two.transfers.follow([f"transfer/{assets[0].key}"])
    await two.transfers.add(assets[3:])
    assert (await house.records.get(f"transfer/{assets[3].key}"))["order"] == 4


async def test_a_waveform_is_made_in_one_of_them() -> None:
    house, one, two, assets = await tabs(3)
    await asyncio.gather(one.transfers.add(assets), two.transfers.add(assets))
    for tab in (one, two):
        await ended(tab.transfers)
        await until(lambda tab=tab: not tab._tasks)
    assert len(house.makes) == 3
    for tab in (one, two):
        await until(lambda tab=tab: tab.waveforms.get(assets[0]))
    assert music(1) in house.blobs.blobs.values()
