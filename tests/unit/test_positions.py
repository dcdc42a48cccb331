"""Where each track was left, over reloads and changes of track."""

from __future__ import annotations

import asyncio

import pytest

from app.core.play.playback import Source
from app.core.play.positions import EVERY
from app.model.asset import Asset
from app.model.errors import StoreClosed
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import music, offered
from tests.faults.fault import Failing


async def playing(count: int = 2) -> tuple[House, list[Asset]]:
    house = House()
    assets = [offered(house.server, number) for number in range(1, count + 1)]
    await house.larder.playback.play(assets, 0)
    return house, assets


async def left(house: House) -> dict[str, float]:
    await turns()
    found = await house.records.scan("position/")
    return {key.removeprefix("position/"): record["at"] for key, record in found}


async def test_it_goes_on_there_after_a_reload() -> None:
    house, assets = await playing()
    house.sound.reach(62.504)
    assert await left(house) == {assets[0].key: 62.5}
    house.enter()
    await house.larder.playback.play(assets, 0)
    assert house.sound.loads == [(f"/api/audio/{assets[0].key}", 62.5)]


async def test_it_is_noted_every_few_seconds_and_at_once_when_paused() -> None:
    house, assets = await playing()
    house.sound.reach(60)
    house.clock.time += EVERY - 0.1
    house.sound.reach(62.9)
    assert await left(house) == {assets[0].key: 60}
    house.clock.time += 0.1
    house.sound.reach(63)
    assert await left(house) == {assets[0].key: 63}
    house.sound.position = 63.5
    house.sound.pause()
    assert await left(house) == {assets[0].key: 63.5}


@pytest.mark.parametrize("position", [3.0, 230.0])
async def test_near_either_end_it_begins_anew(position: float) -> None:
    house, assets = await playing()
    house.sound.reach(100)
    assert await left(house) == {assets[0].key: 100}
    house.sound.reach(position)
    house.sound.pause()
    assert await left(house) == {}


async def test_what_was_heard_to_the_end_begins_anew() -> None:
    house, _ = await playing()
    house.sound.reach(200)
    house.sound.end()
    assert await left(house) == {}


async def test_the_place_of_one_track_is_never_noted_for_the_next() -> None:
    house, assets = await playing()
    house.sound.reach(100)
    release, real = asyncio.Event(), house.records.get

    async def get(key: str):
        await release.wait()
        return await real(key)

    house.records.get = get
    stepping = asyncio.create_task(house.larder.playback.step(1))
    await turns()
    house.clock.time += 10
    house.sound.reach(110)
    release.set()
    await stepping
    assert await left(house) == {assets[0].key: 110}
    assert house.sound.loads[-1][1] == 0.0


async def test_an_end_that_comes_while_another_track_is_opened_skips_nothing() -> None:
    house, assets = await playing(3)
    house.sound.reach(239)
    release, real = asyncio.Event(), house.records.get

    async def get(key: str):
        await release.wait()
        return await real(key)

    house.records.get = get
    stepping = asyncio.create_task(house.larder.playback.step(1))
    await turns()
    house.sound.end()
    release.set()
    await stepping
    await turns()
    assert house.larder.playback.queue.current == assets[1]


async def test_a_pause_before_the_length_is_known_forgets_nothing() -> None:
    house, assets = await playing()
    house.sound.reach(100)
    house.enter()
    await house.larder.playback.play(assets, 0)
    house.sound.pause()
    assert await left(house) == {assets[0].key: 100}


async def test_a_store_that_closed_does_not_stop_the_music() -> None:
    house, assets = await playing()
    surprises: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: surprises.append(context))
    house.enter(fault := Failing(0, StoreClosed))
    await house.larder.playback.play(assets, 0)
    fault.at = fault.calls + 1
    house.sound.reach(100)
    await turns()
    assert (surprises, await left(house)) == ([], {})
    house.clock.time += 5
    house.sound.reach(105)
    assert list((await left(house)).values()) == [105]


@pytest.mark.parametrize("kept", [True, False])
async def test_what_plays_before_python_is_taken_over_untouched(kept: bool) -> None:
    house = House()
    assets = [offered(house.server, number) for number in (1, 2)]
    await house.larder.store.keep(assets[1])
    ref = ref_of(music(2))
    house.sound.url = f"/api/audio/{assets[1].key}" + (f"?ref={ref}" if kept else "")
    house.sound.playing = True
    await house.larder.playback.adopt(assets, 1)
    assert house.sound.loads == []
    assert house.larder.playback.queue.current == assets[1]
    assert house.larder.playback.source is (Source.LOCAL if kept else Source.STREAM)
    assert list(house.larder.store.pins.here) == ([ref] if kept else [])
    house.sound.reach(100)
    assert await left(house) == {assets[1].key: 100}
    await house.larder.playback.step(-1)
    assert list(house.larder.store.pins.here) == []


async def test_when_the_records_are_closed_it_plays_from_the_beginning() -> None:
    house, assets = await playing()
    house.larder.drivers.records.fault = Failing(1, StoreClosed)
    await house.larder.playback.play(assets, 1)
    assert house.larder.playback.source is Source.STREAM and house.sound.playing


async def test_what_failed_before_python_is_opened_again() -> None:
    house = House()
    assets = [offered(house.server, number) for number in (1, 2)]
    await house.larder.store.keep(assets[1])
    house.sound.url, house.sound.failed = f"/api/audio/{assets[1].key}", True
    await house.larder.playback.adopt(assets, 1)
    assert house.larder.playback.source is Source.LOCAL
    assert house.sound.playing and not house.sound.failed
