"""Two sessions over the same stores: neither knows what the other has just done."""

from __future__ import annotations

import asyncio

import pytest

from app.core.larder import Larder
from app.model.ref import ref_of
from tests.doubles.house import House
from tests.doubles.tracks import music, offered
from tests.faults.fault import Slow


async def tabs(slow: int = 1) -> tuple[House, Larder, Larder]:
    """The house and two sessions in it that share its locks; no hint reaches either."""
    house = House()
    one = house.enter(Slow(slow))
    two = house.enter(Slow(slow), beside=one)
    for larder in (one, two):
        larder.drivers.hints.on_hint = lambda _: None
        await larder.start()
    return house, one, two


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("slow", [1, 2, 5])
async def test_both_save_the_same_asset_one_blob_one_record_one_download(known: bool, slow: int) -> None:
    house, one, two = await tabs(slow)
    asset = offered(house.server, 1, known=known, cover=True)
    first, second = await asyncio.gather(one.store.keep(asset), two.store.keep(asset))
    assert first == second
    assert house.server.sent == 10_041
    assert len(house.blobs.blobs) == 2
    assert house.blobs.staged == {}
    assert one.vault.here(asset.key) and two.vault.here(asset.key)


async def test_saving_what_the_other_has_saved_keeps_its_waveform() -> None:
    house, one, two = await tabs()
    asset = offered(house.server, 1)
    await one.waveforms.ensure(await one.store.keep(asset))
    assert (await two.store.keep(asset)).peaks is not None
    assert len(house.blobs.blobs) == 2


async def test_what_the_other_has_removed_is_fetched_again_when_asked() -> None:
    house, one, two = await tabs()
    asset = offered(house.server, 1)
    await one.store.keep(asset)
    await two.vault.load()
    await one.store.release(asset.key)
    assert two.vault.here(asset.key)
    await two.store.keep(asset)
    assert ref_of(music(1)) in house.blobs.blobs
    assert house.server.sent == 20_000


async def test_removing_one_title_leaves_the_twin_that_the_other_tab_saved() -> None:
    house, one, two = await tabs()
    asset, twin = offered(house.server, 1, music(1)), offered(house.server, 2, music(1))
    await one.store.keep(asset)
    await two.store.keep(twin)
    await one.store.release(asset.key)
    assert ref_of(music(1)) in house.blobs.blobs
    assert one.vault.here(twin.key)
    await one.store.release(twin.key)
    assert house.blobs.blobs == {}


async def test_both_remove_the_same_asset() -> None:
    house, one, two = await tabs(2)
    asset = offered(house.server, 1)
    await one.store.keep(asset)
    await two.vault.load()
    await asyncio.gather(one.store.release(asset.key), two.store.release(asset.key))
    assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}


async def test_a_start_beside_a_save_takes_nothing_from_it() -> None:
    for pause in range(0, 120, 7):
        house, one, two = await tabs(2)
        asset = offered(house.server, 1, known=False, cover=True)
        await one.transfers.add([asset])
        for _ in range(pause):
            await asyncio.sleep(0)
        await two.repair()
        while one.transfers.all or one.transfers.busy or one._tasks:
            await asyncio.sleep(0)
        await two.vault.load()
        assert two.vault.here(asset.key)
        assert set(house.blobs.blobs) == two.vault.referenced()
