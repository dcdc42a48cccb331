"""The records are lost, the bytes are not: nothing is swept, and what the server lists is kept again."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from app.core.health.rebuild import Rebuilt
from app.core.larder import Larder
from app.memory import MemoryRecords
from app.model.errors import LarderError, VaultFull
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered
from tests.faults.fault import Dead, Failing, Killed
from tests.unit.test_transfers import ended

STRAY = b"nobody lists this"


async def lost(*numbers: int, listed: tuple[int, ...] | None = None) -> House:
    """Tracks that were kept, with covers and waveforms, before every record went; a stray blob too."""
    house = House()
    assets = {number: offered(house.server, number, cover=True) for number in numbers}
    for asset in assets.values():
        await house.larder.waveforms.ensure(await house.larder.store.keep(asset))
    listing(house.server, *(assets[number] for number in (numbers if listed is None else listed)))
    house.blobs.blobs[ref_of(STRAY)] = STRAY
    house.records, house.server.sent = MemoryRecords(), 0
    house.enter()
    return house


async def rebuilt(larder: Larder) -> list[Rebuilt]:
    said: list[Rebuilt] = []
    larder.on_rebuilt = said.append
    for step in (larder.start, larder.refresh, larder.repair, larder.resume, larder.claim):
        await step()
    while waiting := [task for task in larder._tasks if not task.done()]:
        await asyncio.gather(*waiting, return_exceptions=True)
    return said


async def test_a_first_start_is_marked_and_sweeps_from_then_on() -> None:
    house = House()
    house.records = MemoryRecords()
    await house.enter().start()
    house.blobs.blobs[ref_of(STRAY)] = STRAY
    larder = house.enter()
    await larder.start()
    await larder.repair()
    assert house.blobs.blobs == {}
    assert larder.vault.ownerless().items == 0


async def test_what_the_server_lists_is_kept_again_and_nothing_is_fetched_but_covers() -> None:
    house = await lost(1, 2)
    before = dict(house.blobs.blobs)
    said = await rebuilt(house.larder)
    vault = house.larder.vault
    assert [vault.badge(asset.key, listed=True) for asset in house.larder.catalog.assets] == [Badge.KEPT] * 2
    assert house.server.sent == 2 * 41
    assert (said[0].kept, said[0].damaged) == (2, ())
    assert house.blobs.blobs == before
    assert (vault.ownerless().items, vault.ownerless().bytes) == (1, len(STRAY))


async def test_offline_nothing_is_swept_however_often_it_starts_and_it_follows_later() -> None:
    house = await lost(1, 2)
    before, house.server.down = dict(house.blobs.blobs), True
    for _ in range(3):
        larder = house.enter()
        assert await rebuilt(larder) == []
        assert larder.vault.ownerless().items == len(before)
    assert house.blobs.blobs == before
    house.server.down = False
    await rebuilt(larder)
    assert len(larder.vault.keeps) == 2


async def test_bytes_that_are_not_what_they_were_are_fetched_not_kept() -> None:
    house = await lost(1, 2)
    house.blobs.blobs[ref_of(music(1))] = music(1)[:-1] + b"?"
    said = await rebuilt(house.larder)
    assert [asset.title for asset in said[0].damaged] == ["Track 1"]
    await ended(house.larder.transfers)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    assert len(house.larder.vault.keeps) == 2


async def test_every_title_of_the_same_bytes_is_kept() -> None:
    house = await lost(1)
    listing(house.server, *(offered(house.server, number, music(1)) for number in (1, 2, 3)))
    await rebuilt(house.larder)
    assert len(house.larder.vault.keeps) == 3


async def test_what_nothing_claims_stays_until_it_is_let_go() -> None:
    house = await lost(1, 2, listed=(1,))
    await rebuilt(house.larder)
    larder = house.enter()
    await rebuilt(larder)
    assert {ref_of(STRAY), ref_of(music(2))} <= set(house.blobs.blobs)
    assert (await larder.examine(lambda *_: None)).clean
    await larder.rebuild.clear()
    assert set(house.blobs.blobs) == larder.vault.named()
    assert larder.vault.ownerless().items == 0
    assert await house.records.scan("unclaimed/") == []


async def test_without_its_mark_nothing_is_swept() -> None:
    house = await lost(1)
    larder = house.enter()

    async def full(_: object) -> None:
        raise VaultFull

    larder.drivers.records.apply = full
    await larder.start()
    with pytest.raises(VaultFull):
        await larder.repair()
    assert ref_of(music(1)) in house.blobs.blobs


@pytest.mark.parametrize("trouble", [Dead, Failing])
async def test_wherever_it_stops_nothing_is_lost_and_the_next_start_goes_on(trouble: type[Failing]) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    at = 0
    while True:
        at += 1
        house = await lost(1, 2)
        before, fault = dict(house.blobs.blobs), trouble(at)
        with suppress(LarderError, Killed):
            await rebuilt(house.enter(fault))
        assert house.blobs.blobs == before
        larder = house.enter()
        await rebuilt(larder)
        assert len(larder.vault.keeps) == 2
        assert house.blobs.blobs == before
        if not fault.struck:
            break
    assert at > 30


async def test_many_missing_blobs_are_not_looked_for_at_every_change() -> None:
    house = House()
    for number in range(1, 61):
        await house.larder.store.keep(offered(house.server, number, cover=True))
    house.blobs.blobs.clear()
    larder = house.enter()
    await larder.start()
    await larder.store.keep(offered(house.server, 61))
    names = larder.drivers.blobs.fault.names
    names.clear()
    await larder.store.release(f"{61:032x}")
    assert names.count("size") < 5
