"""Damaged in one tab and healed in another: sound bytes are never deleted for an old word about them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from app.core.larder import Larder
from app.model.errors import Offline
from app.model.ref import ref_of
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered
from tests.unit.test_two_tabs import tabs

DAMAGED = b"damaged"


async def healed(known: bool) -> tuple[House, Larder, Larder, list]:
    """One has set a damaged blob aside; the other has fetched it again, of which one has not heard."""
    house, one, two = await tabs()
    assets = [offered(house.server, number, music(1), known=known, cover=True) for number in (1, 2)]
    ref = ref_of(music(1))
    await one.store.keep(assets[0])
    house.blobs.blobs[ref] = DAMAGED
    await one.store.quarantine([ref], lambda _: True)
    await two.vault.load()
    await two.store.keep(assets[0])
    assert ref in one.vault.quarantined and not two.vault.quarantined
    return house, one, two, assets


async def test_what_another_tab_has_healed_is_here_and_not_fetched_again() -> None:
    house, one, _, assets = await healed(known=True)
    sent = house.server.sent
    await one.store.keep(assets[0])
    assert one.vault.here(assets[0].key)
    assert house.server.sent == sent


@pytest.mark.parametrize("known", [True, False])
async def test_what_another_tab_has_healed_is_not_deleted_for_its_twin(known: bool) -> None:
    house, one, two, assets = await healed(known)
    one.store._cover = offline
    with pytest.raises(Offline):
        await one.store.keep(assets[1])
    assert ref_of(music(1)) in house.blobs.blobs
    await two.vault.load()
    assert two.vault.here(assets[0].key)


async def offline(_asset: object) -> None:
    raise Offline


@pytest.mark.parametrize("known", [True, False])
async def test_damaged_bytes_stay_until_sound_ones_can_take_their_place(known: bool) -> None:
    house = House()
    asset = offered(house.server, 1, known=known, cover=True)
    store, ref = house.larder.store, ref_of(music(1))
    await store.keep(asset)
    house.blobs.blobs[ref] = DAMAGED
    await store.quarantine([ref], lambda _: True)
    real, store._cover = store._cover, offline
    with pytest.raises(Offline):
        await store.keep(asset)
    assert house.blobs.blobs[ref] == DAMAGED
    store._cover = real
    await store.keep(asset)
    assert house.blobs.blobs[ref] == music(1)
    assert house.larder.vault.here(asset.key)


async def test_what_is_set_aside_and_healed_elsewhere_shows_here() -> None:
    house = House()
    asset, ref = offered(house.server, 1), ref_of(music(1))
    one = house.enter()
    two = house.enter(beside=one)
    for larder in (one, two):
        await larder.start()
    await one.store.keep(asset)
    await heard(lambda: two.vault.here(asset.key))
    house.blobs.blobs[ref] = DAMAGED
    await one.store.quarantine([ref], lambda _: True)
    await heard(lambda: not two.vault.here(asset.key))
    await one.store.keep(asset)
    await heard(lambda: two.vault.here(asset.key))


async def heard(happened: Callable[[], object]) -> None:
    for _ in range(200):
        await asyncio.sleep(0)
    assert happened()


async def test_what_another_tab_has_healed_meanwhile_is_not_set_aside_once_more() -> None:
    house, one, two, assets = await healed(known=True)
    listing(house.server, *assets)
    await one.refresh()
    await one.quarantine.again()
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    await two.vault.load()
    assert two.vault.here(assets[0].key)


async def test_what_another_tab_has_healed_since_it_was_found_is_not_set_aside_at_all() -> None:
    house, one, two, assets = await healed(known=True)
    await one.store.quarantine([ref_of(music(1))], lambda _: False)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    await two.vault.load()
    assert two.vault.here(assets[0].key)
