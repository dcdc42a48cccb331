"""What plays, and where its bytes come from."""

from __future__ import annotations

import asyncio

import pytest

from app.core.play.playback import Source
from app.model.asset import Asset
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import music, offered
from tests.faults.fault import Slow

AWAY = "the server can't be reached."
FELL_BACK = "The local copy failed; now streaming from 1:02."


async def house_with(*kept: int, count: int = 3) -> tuple[House, list[Asset]]:
    """Tracks 1 to `count` on the server; those of `kept` are on the device."""
    house = House()
    assets = [offered(house.server, number) for number in range(1, count + 1)]
    for number in kept:
        await house.larder.store.keep(assets[number - 1])
    house.said = []
    house.larder.playback.on_notice = house.said.append
    return house, assets


def local(house: House) -> bool:
    return house.sound.url in house.leases.open and house.larder.playback.source is Source.LOCAL


async def test_the_copy_on_this_device_comes_first() -> None:
    house, assets = await house_with(1)
    await house.larder.playback.play(assets, 0)
    assert local(house)
    assert house.sound.playing
    assert ref_of(music(1)) in house.larder.store.pins.here
    await house.larder.playback.step(1)
    assert (house.sound.url, house.larder.playback.source) == (f"/api/audio/{assets[1].key}", Source.STREAM)
    assert house.leases.open == set()
    assert list(house.larder.store.pins.here) == []


async def test_a_copy_that_fails_online_streams_on_at_the_same_place_once() -> None:
    house, assets = await house_with(1)
    await house.larder.playback.play(assets, 0)
    house.sound.reach(62.5)
    house.sound.fail()
    await turns()
    assert house.sound.loads[1:] == [(f"/api/audio/{assets[0].key}", 62.5)]
    assert (house.said, house.larder.playback.source) == ([FELL_BACK], Source.STREAM)
    assert house.sound.playing
    assert house.leases.open == set()
    house.sound.fail()
    await turns()
    assert len(house.sound.loads) == 2
    assert house.larder.playback.source is Source.NONE
    assert "can't be played" in house.said[1]


async def test_a_copy_that_fails_offline_says_so_and_does_not_claim_to_stream() -> None:
    house, assets = await house_with(1)
    await house.larder.playback.play(assets, 0)
    house.server.down = True
    house.sound.fail()
    await turns()
    assert house.said == [f"The copy of “Track 1” on this device can't be played, and {AWAY}"]
    assert len(house.sound.loads) == 1
    assert house.larder.playback.source is Source.NONE


async def test_a_stream_that_fails_tells_apart_who_is_away() -> None:
    for down, said in ((True, f"is not on this device and {AWAY}"), (False, "can't be played: ")):
        house, assets = await house_with()
        await house.larder.playback.play(assets, 0)
        house.server.down = down
        house.sound.fail()
        await turns()
        assert len(house.said) == 1
        assert said in house.said[0]
        house.server.down = False
        await house.larder.playback.toggle()
        assert house.larder.playback.source is Source.STREAM


async def test_a_copy_that_is_gone_is_streamed() -> None:
    house, assets = await house_with(1)
    await house.blobs.delete(ref_of(music(1)))
    await house.larder.playback.play(assets, 0)
    assert house.larder.playback.source is Source.STREAM
    assert house.sound.url == f"/api/audio/{assets[0].key}"


async def test_next_and_previous_skip_what_cannot_be_played_offline() -> None:
    house, assets = await house_with(1, 4, count=5)
    playback = house.larder.playback
    await playback.play(assets, 0)
    house.server.down = True
    await house.larder.reachability.ask()
    await playback.step(1)
    assert playback.queue.current == assets[3]
    await playback.step(1)
    assert playback.queue.current == assets[3]
    await playback.step(-1)
    assert playback.queue.current == assets[0]
    house.server.down = False
    await house.larder.reachability.ask()
    await playback.step(1)
    assert playback.queue.current == assets[1]


async def test_what_ends_is_followed_by_the_next() -> None:
    house, assets = await house_with()
    await house.larder.playback.play(assets, 1)
    house.sound.reach(239.0)
    house.sound.end()
    await turns()
    assert house.larder.playback.queue.current == assets[2]
    assert house.sound.playing
    house.sound.end()
    await turns()
    assert house.larder.playback.queue.current == assets[2]
    assert len(house.sound.loads) == 2


async def test_of_two_quick_presses_the_last_one_plays() -> None:
    house, assets = await house_with(1, 2)
    playback, slow = house.larder.playback, asyncio.Event()
    real = house.records.get

    async def get(key: str):
        if key.endswith(assets[0].key):
            await slow.wait()
        return await real(key)

    house.records.get = get
    first = asyncio.create_task(playback.play(assets, 0))
    await turns()
    await playback.play(assets, 1)
    slow.set()
    await first
    assert playback.queue.current == assets[1]
    assert ref_of(music(2)) in house.sound.url
    assert list(house.larder.store.pins.here) == [ref_of(music(2))]
    assert house.leases.open == {house.sound.url}


@pytest.mark.parametrize("steps", [(1, 1), (1, 1, -1), (1, -1, 1, 1)])
async def test_however_fast_one_goes_through_the_queue_one_thing_plays(steps: tuple[int, ...]) -> None:
    house, assets = await house_with(1, 2, 3)
    larder = house.enter(Slow(3))
    await larder.vault.load()
    await larder.playback.play(assets, 0)
    await asyncio.gather(*(larder.playback.step(by) for by in steps))
    current = larder.playback.queue.current
    assert current is not None and current.digest is not None and current.digest in house.sound.url
    assert list(larder.store.pins.here) == [current.digest]
    assert house.leases.open == {house.sound.url}
