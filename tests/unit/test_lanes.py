"""Another tab is at a save, and may be frozen: the queue goes on with the rest."""

from __future__ import annotations

import asyncio

import pytest

from app.core.saves import lanes
from tests.doubles.house import House
from tests.doubles.tracks import offered
from tests.unit.test_transfers import ended


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", 0.01)


async def test_what_other_tabs_are_at_gives_its_lane_away_and_is_saved_when_they_let_go() -> None:
    house = House()
    assets = [offered(house.server, number) for number in range(1, 6)]
    transfers, locks = house.larder.transfers, house.larder.drivers.locks
    async with locks.hold(f"larder-keep-{assets[0].key}"), locks.hold(f"larder-keep-{assets[1].key}"):
        await transfers.add(assets)
        await rest(lambda: len(house.larder.vault.keeps) == 3)
        assert [*transfers.all] == [asset.key for asset in assets[:2]]
        assert transfers.lanes.taken == 0
    await ended(transfers)
    assert house.larder.vault.keeps.keys() == {asset.key for asset in assets}
    assert transfers.lanes.taken == 0


async def test_one_that_waits_for_another_tab_can_be_cancelled() -> None:
    house = House()
    asset = offered(house.server, 1)
    transfers, locks = house.larder.transfers, house.larder.drivers.locks
    async with locks.hold(f"larder-keep-{asset.key}"):
        await transfers.add([asset])
        await asyncio.sleep(0.05)
        assert transfers.lanes.taken == 0
        await transfers.cancel(asset.key)
    assert not transfers.all
    assert not house.larder.vault.keeps


async def test_a_save_that_takes_long_keeps_its_lane() -> None:
    house = House()
    assets = [offered(house.server, number) for number in range(1, 4)]
    transfers, gate = house.larder.transfers, asyncio.Event()
    bring = house.larder.store._bring

    async def slowly(*arguments):
        await gate.wait()
        return await bring(*arguments)

    house.larder.store._bring = slowly
    await transfers.add(assets)
    await asyncio.sleep(0.05)
    assert transfers.lanes.taken == transfers.lanes.count == 2
    gate.set()
    await ended(transfers)


async def rest(done) -> None:
    """Real time passes, for the lanes' patience is measured in it."""
    for _ in range(200):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")
