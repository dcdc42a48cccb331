"""Is every kept byte what its name says? And what happens to those that are not."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from app.core.health.check import Check
from app.core.larder import Larder
from app.core.play.playback import Source
from app.core.vault.intact import STEP
from app.model.batch import Batch
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered, track
from tests.faults.blobs import FaultyBlobs
from tests.faults.fault import Slow
from tests.unit.test_transfers import ended


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def flip(house: House, data: bytes) -> None:
    """One bit of the stored blob is another."""
    house.blobs.blobs[ref_of(data)] = bytes([data[0] ^ 1]) + data[1:]


async def kept(*numbers: int) -> House:
    house = House()
    assets = [offered(house.server, number, cover=True) for number in numbers]
    listing(house.server, *assets)
    await house.larder.refresh()
    for asset in assets:
        await house.larder.store.keep(asset)
    return house


async def test_a_sound_vault_is_clean_and_every_byte_is_counted() -> None:
    house, seen = await kept(1, 2), []
    twin = offered(house.server, 3, music(1))
    await house.larder.store.keep(twin)
    report = await house.larder.examine(lambda done, total: seen.append((done, total)))
    assert report.clean
    assert (report.items, report.bytes) == (3, 20_000)
    assert seen == sorted(seen)
    assert seen[-1] == (20_082, 20_082)
    assert report.as_json()["clean"] is True
    assert report.as_json()["promises"] == dict.fromkeys("123456", True)
    assert (report.blobs, report.stored) == (4, 20_082)


@pytest.mark.parametrize("size", [1, STEP - 1, STEP, STEP + 1])
async def test_any_byte_that_changed_is_found(size: int) -> None:
    data = music(9, size)
    for at in {0, size // 2, size - 1}:
        house = House()
        await house.larder.store.keep(offered(house.server, 9, data))
        house.blobs.blobs[ref_of(data)] = data[:at] + bytes([data[at] ^ 128]) + data[at + 1 :]
        report = await house.larder.examine(quiet)
        assert (report.clean, report.broken) == (False, (ref_of(data),))


async def test_damaged_missing_and_orphaned_are_told_apart() -> None:
    house = await kept(1, 2, 3, 4)
    keys = list(house.larder.vault.keeps)
    flip(house, music(1))
    house.blobs.blobs[ref_of(music(2))] = music(2)[:500]
    del house.blobs.blobs[ref_of(music(3))]
    house.blobs.blobs[ref_of(b"stray")] = b"stray"
    larder = house.enter()
    await larder.vault.load()
    report = await larder.examine(quiet)
    assert report.damaged == (keys[0], keys[1])
    assert report.missing == (keys[2],)
    assert report.orphaned == (ref_of(b"stray"),)
    assert set(report.broken) == {ref_of(music(1)), ref_of(music(2))}
    assert not report.clean


async def test_damaged_bytes_go_and_are_fetched_again_when_asked() -> None:
    house = await kept(1, 2)
    larder, (asset, other) = house.larder, house.larder.catalog.assets
    flip(house, music(1))
    assert (await larder.check(quiet)).damaged == (asset.key,)
    assert ref_of(music(1)) not in house.blobs.blobs
    assert larder.vault.badge(asset.key, listed=True) is Badge.MISSING
    assert larder.vault.badge(other.key, listed=True) is Badge.KEPT
    await larder.transfers.add([asset])
    await ended(larder.transfers)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    assert (await larder.check(quiet)).clean


async def test_the_only_copy_is_reported_and_stays() -> None:
    house = await kept(1, 2)
    gone = house.larder.catalog.assets[0]
    listing(house.server, house.larder.catalog.assets[1])
    await house.larder.refresh()
    flip(house, music(1))
    assert (await house.larder.check(quiet)).damaged == (gone.key,)
    assert ref_of(music(1)) in house.blobs.blobs


async def test_what_plays_is_turned_away_and_fetched_again() -> None:
    house = await kept(1)
    larder = house.larder
    larder.proofs.fresh.add(ref_of(music(1)))
    await larder.playback.play(larder.catalog.assets, 0)
    flip(house, music(1))
    assert (await larder.check(quiet)).playing == (ref_of(music(1)),)
    assert larder.playback.source is Source.STREAM
    await ended(larder.transfers)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)


async def test_what_plays_in_another_tab_is_reported_and_stays() -> None:
    house = await kept(1)
    playing, other = house.larder, house.enter(beside=house.larder)
    playing.proofs.fresh.add(ref_of(music(1)))
    await other.start()
    await playing.playback.play(playing.catalog.assets, 0)
    flip(house, music(1))
    assert (await other.check(quiet)).playing == (ref_of(music(1)),)
    assert ref_of(music(1)) in house.blobs.blobs
    assert other.vault.badge(f"{1:032x}", listed=True) is Badge.MISSING


async def test_saving_and_removing_meanwhile_is_neither_damage_nor_loss() -> None:
    for pause in range(0, 60, 3):
        house = await kept(1, 2, 3)
        larder = house.enter(Slow(2))
        await larder.start()
        first, fresh = larder.catalog.assets[0], offered(house.server, 4)
        checking = asyncio.create_task(larder.examine(quiet))
        await turns(pause)
        await asyncio.gather(larder.store.release(first.key), larder.store.keep(fresh))
        report = await checking
        assert (report.damaged, report.missing, report.orphaned) == ((), (), ()), pause


async def test_fetched_again_meanwhile_it_is_not_missing() -> None:
    house = await kept(1, 2)
    del house.blobs.blobs[ref_of(music(1))]
    larder = house.enter()
    await larder.start()
    slowly = Check(larder.store, FaultyBlobs(house.blobs, Slow(400)), house.records, house.clock)
    checking = asyncio.create_task(slowly.run(quiet))
    await turns(500)
    await larder.store.keep(larder.catalog.by_key[f"{1:032x}"])
    assert not checking.done()
    assert (await checking).missing == ()


async def test_it_can_be_cancelled() -> None:
    house = await kept(1, 2)
    larder = house.enter(Slow(2))
    await larder.vault.load()
    checking = asyncio.create_task(larder.check(quiet))
    await turns(5)
    checking.cancel()
    assert isinstance((await asyncio.gather(checking, return_exceptions=True))[0], asyncio.CancelledError)
    assert (await larder.check(quiet)).clean


async def test_a_blob_on_its_way_to_its_record_is_no_orphan() -> None:
    house = await kept(1)
    larder = house.larder
    kept_now = next(iter(larder.vault.keeps.values()))
    apply, written = larder.drivers.records.apply, asyncio.Event()

    async def slowly(batch: Batch) -> None:
        await written.wait()
        await apply(batch)

    larder.drivers.records.apply = slowly
    publishing = asyncio.create_task(larder.store.attach_peaks(kept_now, b"a waveform"))
    await turns(20)
    assert ref_of(b"a waveform") in house.blobs.blobs
    checking = asyncio.create_task(larder.check(quiet))
    await turns(20)
    written.set()
    await publishing
    assert (await checking).clean


async def broken_promises(house: House, larder: Larder | None = None) -> set[str]:
    larder = larder or house.larder
    report = await larder.examine(quiet)
    return {number for number, holds in report.promises.items() if not holds}


async def test_bytes_that_nobody_goes_on_with_are_counted() -> None:
    house = await kept(1)
    staged = {"keep-old": b"12345", "keep-waiting": b"1", "a.crswap": b""}
    house.blobs.staged = {name: bytearray(data) for name, data in staged.items()}
    waiting = replace(track(2, music(2)), key="waiting")
    await house.records.apply(Batch(put={"transfer/waiting": waiting.as_json()}))
    house.clock.time = time.time() + 7200
    report = await house.larder.examine(quiet)
    assert (report.leftovers, report.leftover_bytes, report.clean) == (("keep-old", "a.crswap"), 5, False)
    assert await broken_promises(house) == {"1"}


async def test_what_was_released_and_still_plays_is_no_orphan_in_any_tab() -> None:
    house = await kept(1)
    playing, other = house.larder, house.enter(beside=house.larder)
    await other.start()
    await playing.playback.play(playing.catalog.assets, 0)
    await other.store.release(playing.catalog.assets[0].key)
    assert ref_of(music(1)) in house.blobs.blobs
    assert (await other.examine(quiet)).clean


async def test_half_a_save_breaks_the_first_promise() -> None:
    house = await kept(1)
    house.blobs.blobs[ref_of(b"stray")] = b"stray"
    assert await broken_promises(house) == {"1"}
    del house.blobs.blobs[ref_of(b"stray")]
    house.blobs.blobs[ref_of(music(1))] = music(1)[:-1]
    await house.larder.vault.load()
    assert await broken_promises(house) == {"1", "2"}


async def test_damaged_or_missing_bytes_break_the_second() -> None:
    house = await kept(1, 2)
    flip(house, music(1))
    assert await broken_promises(house) == {"2"}
    del house.blobs.blobs[ref_of(music(1))]
    await house.larder.vault.load()
    assert await broken_promises(house) == {"2"}


async def test_a_record_that_is_gone_or_unreadable_breaks_the_third() -> None:
    house = await kept(1, 2)
    key = next(iter(house.larder.vault.keeps))
    record = await house.records.get(f"keep/{key}")
    await house.records.apply(Batch(delete=(f"keep/{key}",)))
    assert await broken_promises(house) == {"3"}
    await house.records.apply(Batch(put={f"keep/{key}": {**record, "v": 99, "original": None}}))
    await house.larder.vault.load()
    assert await broken_promises(house) == {"3"}


async def test_an_asset_with_two_records_breaks_the_fourth() -> None:
    house = await kept(1)
    (key, record), *_ = await house.records.scan("keep/")
    await house.records.apply(Batch(put={f"{key}0": record}))
    await house.larder.vault.load()
    assert await broken_promises(house) == {"4"}


async def test_damage_that_plays_breaks_the_fifth() -> None:
    house = await kept(1)
    house.larder.proofs.fresh.add(ref_of(music(1)))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    flip(house, music(1))
    assert await broken_promises(house) == {"2", "5"}


@pytest.mark.parametrize("wrong", [{"by": "hand"}, {"asset": {"digest": None}}])
async def test_an_eviction_that_was_not_allowed_breaks_the_sixth(wrong: dict) -> None:
    house = await kept(1)
    gone = track(2, music(2)).as_json()
    line = {"asset": gone, "bytes": 1, "at": 1.0, "reason": ""}
    await house.records.apply(Batch(put={"log/1": line}))
    assert await broken_promises(house) == set()
    line = {**line, **wrong, "asset": {**gone, **wrong.get("asset", {})}}
    await house.records.apply(Batch(put={"log/1": line}))
    assert await broken_promises(house) == {"6"}


async def test_what_is_still_on_record_was_evicted_wrongly() -> None:
    house = await kept(1)
    asset = house.larder.catalog.assets[0]
    line = {"asset": asset.as_json(), "bytes": 1, "at": house.clock.now() + 1, "reason": ""}
    await house.records.apply(Batch(put={"log/1": line}))
    house.blobs.blobs.clear()
    await house.larder.vault.load()
    assert await broken_promises(house) == {"2", "6"}
