"""What comes after the page is usable: each step, whatever became of the one before."""

from __future__ import annotations

import asyncio

import pytest

from app.core.health import scrub
from app.core.larder import FIRST_PRESS
from app.model.audio.peaks import Peaks
from app.model.batch import Batch
from app.model.errors import StoreClosed
from app.model.ref import ref_of
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import PEAKS, House
from tests.doubles.tracks import listing, music, offered
from tests.faults.fault import Fault
from tests.unit.test_transfers import ended


async def left_half_done() -> House:
    """One track kept without a waveform, one waiting to be saved, a stray blob, a library of three."""
    house = House()
    assets = [offered(house.server, number) for number in (1, 2, 3)]
    listing(house.server, *assets)
    await house.larder.store.keep(assets[0])
    await house.records.apply(Batch(put={f"transfer/{assets[1].key}": assets[1].as_json()}))
    house.blobs.blobs[ref_of(b"stray")] = b"stray"
    house.clock = FakeClock(held=True)
    house.enter()
    return house


async def settled(house: House) -> None:
    surprises: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: surprises.append(context))
    await house.larder.start()
    settling = asyncio.create_task(house.larder.settle())
    while not settling.done():
        await house.clock.advance(FIRST_PRESS)
    await settling
    await ended(house.larder.transfers)
    await turns()


async def test_everything_is_put_right() -> None:
    house = await left_half_done()
    await settled(house)
    larder = house.larder
    assert len(larder.catalog.assets) == 3
    assert ref_of(b"stray") not in house.blobs.blobs
    assert [keep.peaks is not None for keep in larder.vault.keeps.values()] == [True, True]
    assert larder.waveforms.get(larder.catalog.assets[1]) == PEAKS


@pytest.mark.parametrize("error", [StoreClosed, ValueError])
@pytest.mark.parametrize("step", ["catalog.refresh", "vault.load", "drivers.blobs.stagings"])
async def test_a_step_that_fails_does_not_stop_the_next(step: str, error: type[Exception]) -> None:
    house = await left_half_done()
    *path, name = step.split(".")
    where = house.larder
    await where.start()
    for part in path:
        where = getattr(where, part)

    async def fail(*_: object) -> None:
        raise error

    setattr(where, name, fail)
    house.larder.start = lambda: asyncio.sleep(0)
    await settled(house)
    assert [keep.peaks is not None for keep in house.larder.vault.keeps.values()] == [True, True]


async def test_one_waveform_that_fails_does_not_stop_the_others() -> None:
    house = House()
    for number in (1, 2, 3):
        await house.larder.store.keep(offered(house.server, number))
    house.clock = FakeClock(held=True)
    house.enter()
    real = house.make

    async def make(read, size: int):
        if len(house.makes) == 1:
            house.makes.append(0)
            raise RuntimeError("on purpose")
        return await real(read, size)

    house.larder.waveforms._make = make
    await settled(house)
    assert sum(keep.peaks is not None for keep in house.larder.vault.keeps.values()) == 2


async def test_a_waveform_that_takes_long_does_not_keep_the_vault_from_being_read() -> None:
    house = await left_half_done()
    drawn = asyncio.Event()

    async def make(_read: object, _size: int) -> Peaks:
        await drawn.wait()
        return PEAKS

    house.larder.waveforms._make = make
    await house.larder.start()
    settling = asyncio.ensure_future(house.larder.settle())
    await turns(200)
    await house.clock.advance(FIRST_PRESS)
    assert scrub.SETTLED in house.clock.slept and not settling.done()
    drawn.set()
    await settling


async def test_offline_everything_is_as_it_was_last_seen() -> None:
    house = await left_half_done()
    listing(house.server, *[offered(house.server, number) for number in (1, 2, 3)])
    await house.larder.refresh()
    house.server.down = True
    larder = house.enter(Fault())
    await larder.start()
    assert len(larder.catalog.assets) == 3
    assert len(larder.vault.keeps) == 1
    task = asyncio.create_task(larder.settle())
    await turns()
    for _ in range(6):
        await house.clock.advance(5.0)
    await task
    assert not larder.reachability.online
    assert larder.transfers.held
    await larder.playback.play(larder.catalog.assets, 0)
    assert ref_of(music(1)) in house.sound.url
    house.server.down = False
    larder.reachability.wake()
    await turns()
    await ended(larder.transfers)
    assert len(larder.vault.keeps) == 2
