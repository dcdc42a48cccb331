"""What one session changes, another that is open sees; a hint that never comes costs nothing but that."""

from __future__ import annotations

import pytest

from app.core.larder import Larder
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.ui.desk import Desk
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered


async def tabs(count: int = 3) -> tuple[House, Larder, Larder, list]:
    """Two sessions that hear of each other, over the same tracks."""
    house = House()
    assets = [offered(house.server, number) for number in range(1, count + 1)]
    listing(house.server, *assets)
    one = house.enter()
    two = house.enter(beside=one)
    for larder in (one, two):
        await larder.start()
        await larder.refresh()
    return house, one, two, assets


def badges(larder: Larder, assets: list) -> list[Badge]:
    return [larder.vault.badge(asset.key, listed=True) for asset in assets]


async def test_what_one_keeps_and_removes_the_other_shows() -> None:
    house, one, two, assets = await tabs()
    told: list[int] = []
    two.vault.subscribe(lambda: told.append(two.vault.originals().items))
    await one.store.keep(assets[0])
    await turns()
    assert badges(two, assets) == [Badge.KEPT, Badge.STREAMS, Badge.STREAMS]
    assert two.vault.originals().bytes == 10_000
    await one.store.release(assets[0].key)
    await turns()
    assert badges(two, assets) == [Badge.STREAMS] * 3
    assert told[0] == 1 and told[-1] == 0


async def test_many_changes_at_once_are_read_at_once() -> None:
    _, one, two, assets = await tabs(25)
    for asset in assets:
        await one.store.keep(asset)
    await turns()
    assert len(two.vault.keeps) == 25
    reads = two.drivers.records.fault.calls
    await one.store.release(*(asset.key for asset in assets))
    await turns()
    assert two.vault.keeps == {}
    assert two.drivers.records.fault.calls - reads < 10


async def test_nobody_answers_a_hint_with_a_hint() -> None:
    _, one, two, assets = await tabs()
    heard: list[str] = []
    real = one.drivers.hints.on_hint
    one.drivers.hints.on_hint = lambda key: (heard.append(key), real(key))
    await one.store.keep(assets[0])
    await turns()
    assert two.vault.here(assets[0].key)
    assert heard == []


async def test_the_player_of_the_other_shows_it_too() -> None:
    house, one, two, assets = await tabs()
    desk = Desk(two, lambda _: None)
    await two.playback.play(assets, 0)
    assert desk.screen().player.badge is Badge.STREAMS
    await one.store.keep(assets[0])
    await turns()
    assert desk.screen().player.badge is Badge.KEPT


async def test_without_hints_nothing_breaks() -> None:
    house, one, two, assets = await tabs()
    two.drivers.hints.on_hint = lambda _: None
    await one.store.keep(assets[0])
    await turns()
    assert badges(two, assets)[0] is Badge.STREAMS
    await two.store.keep(assets[0])
    assert house.server.sent == 10_000
    await one.store.release(assets[0].key)
    await two.store.release(assets[0].key)
    assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}


@pytest.mark.parametrize("deaf", [False, True])
async def test_what_plays_elsewhere_is_removed_only_afterwards(deaf: bool) -> None:
    house, one, two, assets = await tabs()
    await one.store.keep(assets[0])
    await turns()
    if deaf:
        two.drivers.hints.on_hint = lambda _: None
    await two.playback.play(assets[:1], 0)
    assert two.playback.source == "Playing from this device"
    await one.store.release(assets[0].key)
    assert await house.records.scan("keep/") == []
    await one.repair()
    await turns()
    assert ref_of(music(1)) in house.blobs.blobs
    await two.playback.play(assets[1:], 0)
    assert house.blobs.blobs == {}


async def test_kept_again_while_it_plays_elsewhere_it_stays() -> None:
    house, one, two, assets = await tabs()
    await one.store.keep(assets[0])
    await turns()
    await two.playback.play(assets[:1], 0)
    await one.store.release(assets[0].key)
    await one.store.keep(assets[0])
    await two.playback.play(assets[1:], 0)
    await turns()
    assert house.server.sent == 10_000
    assert one.vault.here(assets[0].key) and two.vault.here(assets[0].key)
