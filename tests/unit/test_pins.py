"""What plays stays where it is until it has played."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from app.core.vault.pins import PREFIX, Pins
from app.memory import MemoryLocks
from app.model.errors import StoreClosed
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.tracks import music
from tests.unit.test_playback import house_with, local


async def test_what_plays_is_removed_only_afterwards() -> None:
    house, assets = await house_with(1)
    larder = house.larder
    await larder.playback.play(assets, 0)
    await larder.store.release(assets[0].key)
    assert await house.records.scan("keep/") == []
    assert ref_of(music(1)) in house.blobs.blobs
    await larder.repair()
    assert ref_of(music(1)) in house.blobs.blobs
    await larder.playback.step(1)
    assert house.blobs.blobs == {}
    assert larder.vault.sizes == {}


async def test_removed_while_it_is_opened_it_still_plays() -> None:
    house, assets = await house_with(1)
    real = house.leases.url

    async def url(ref, media_type):
        found = await real(ref, media_type)
        await house.larder.store.release(assets[0].key)
        return found

    house.leases.url = url
    await house.larder.playback.play(assets, 0)
    assert ref_of(music(1)) in house.blobs.blobs
    assert local(house)


async def test_released_and_kept_again_while_it_plays_it_stays() -> None:
    house, assets = await house_with(1)
    larder = house.larder
    await larder.playback.play(assets, 0)
    await larder.store.release(assets[0].key)
    await larder.store.keep(assets[0])
    await larder.playback.step(1)
    assert larder.vault.here(assets[0].key)
    assert house.server.sent == 10_000


async def test_whoever_is_cancelled_while_it_pins_has_not_pinned() -> None:
    locks, ref = MemoryLocks(), ref_of(music(1))
    here, elsewhere = Pins(locks), Pins(locks)
    async with locks.hold(PREFIX + ref):
        task = asyncio.create_task(here.pin(ref))
        await turns()
        task.cancel()
        await asyncio.wait([task])
        assert list(here.here) == []
    assert await elsewhere.everywhere() == set()
    await here.pin(ref)
    assert await elsewhere.everywhere() == {ref}
    assert await here.unpin(ref)
    assert await elsewhere.everywhere() == set()


async def test_a_second_pin_waits_for_the_same_grant_and_outlives_the_first() -> None:
    locks, ref = MemoryLocks(), ref_of(music(1))
    here, elsewhere = Pins(locks), Pins(locks)
    async with locks.hold(PREFIX + ref):
        first, second = (asyncio.create_task(here.pin(ref)) for _ in range(2))
        await turns()
        assert not second.done()
        first.cancel()
        await turns()
        assert not second.done()
    await second
    assert await elsewhere.everywhere() == {ref}
    assert await here.unpin(ref)
    assert await elsewhere.everywhere() == set()


async def test_a_pin_that_fails_is_none() -> None:
    locks, ref = MemoryLocks(), ref_of(music(1))
    here, real = Pins(locks), locks.share
    locks.share = lambda _name: no_share()
    for pin in await asyncio.gather(here.pin(ref), here.pin(ref), return_exceptions=True):
        assert isinstance(pin, StoreClosed)
    assert list(here.here) == []
    locks.share = real
    await here.pin(ref)
    assert await Pins(locks).everywhere() == {ref}


@asynccontextmanager
async def no_share():
    await asyncio.sleep(0)
    raise StoreClosed
    yield
