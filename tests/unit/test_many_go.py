"""Many that go at once go a few at a time, and whoever wants something meanwhile has it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress

import pytest

from app.memory import MemoryBlobs, MemoryRecords
from app.model.asset import Asset
from app.model.batch import Batch, Record
from app.model.ref import Ref, ref_of
from app.model.vault.keep import By, Keep
from app.model.vault.limits import Limits
from app.model.vault.removal import MOST
from tests.doubles.house import House, marked
from tests.doubles.tracks import listing, music, track
from tests.faults.fault import Dead, Killed

COUNT = 450
NOTHING = Limits(budget=0)


class Counting(MemoryRecords):
    """Records that know how often they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self._texts, self.asked = marked()._texts, Counter[str]()

    async def get(self, key: str) -> Record | None:
        self.asked[key.partition("/")[0]] += 1
        return await super().get(key)

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        self.asked.update(key.partition("/")[0] for key in keys)
        return await super().get_many(keys)


class OneByOne(MemoryBlobs):
    """Blobs that take time to go, as on a disk; `first` is called when the first is about to."""

    def __init__(self) -> None:
        super().__init__()
        self.gone, self.first = 0, asyncio.Event()

    async def delete(self, ref: Ref) -> None:
        self.first.set()
        await asyncio.sleep(0)
        self.gone += 1
        await super().delete(ref)


async def full(by: By = By.PLAYER, count: int = COUNT) -> tuple[House, list[Asset]]:
    """So many that were kept, the first of them the longest ago."""
    records, blobs = Counting(), OneByOne()
    assets = [track(number, music(number, 10)) for number in range(count)]
    keeps = [Keep(each, ref_of(music(n, 10)), 10, at=float(n), by=by) for n, each in enumerate(assets)]
    blobs.blobs = {ref_of(music(number, 10)): music(number, 10) for number in range(count)}
    await records.apply(Batch(put={keep.key: keep.as_json() for keep in keeps}))
    house = House(blobs, records)
    listing(house.server, *assets)
    await house.larder.start()
    await house.larder.refresh()
    return house, assets


async def whole(house: House) -> None:
    """The stores and what is shown agree, with no blob too many or too few."""
    vault = house.larder.vault
    assert [key for key, _ in await house.records.scan("keep/")] == [f"keep/{key}" for key in vault.keeps]
    assert set(house.blobs.blobs) == vault.referenced()


async def test_all_go_and_the_last_of_them_are_in_the_log() -> None:
    house, assets = await full()
    await house.larder.retention.limit(NOTHING)
    assert not house.larder.vault.keeps and not house.blobs.blobs
    lines = [line.asset for line in house.larder.log.all]
    assert lines == assets[: -MOST - 1 : -1]
    again = house.enter()
    await again.start()
    assert [line.asset for line in again.log.all] == lines


async def test_each_record_is_read_once() -> None:
    house, _ = await full()
    house.records.asked.clear()
    await house.larder.retention.limit(NOTHING)
    assert house.records.asked["keep"] == COUNT
    assert house.records.asked["quarantine"] == 0


async def test_what_is_kept_by_hand_meanwhile_does_not_wait_and_does_not_go() -> None:
    house, assets = await full()
    evicting = asyncio.create_task(house.larder.retention.limit(NOTHING))
    await house.blobs.first.wait()
    await house.larder.store.keep(assets[-1])
    assert house.blobs.gone < COUNT / 2
    await evicting
    assert [(key, keep.by) for key, keep in house.larder.vault.keeps.items()] == [(assets[-1].key, By.HAND)]
    await whole(house)


async def test_what_another_tab_keeps_by_hand_meanwhile_does_not_go() -> None:
    house, assets = await full()
    one = house.larder
    one.drivers.hints.tell = lambda _: None
    two = house.enter(beside=one)
    two.drivers.hints.tell = lambda _: None
    await two.start()
    evicting = asyncio.create_task(one.retention.limit(NOTHING))
    await house.blobs.first.wait()
    await two.store.keep(assets[-1])
    await evicting
    assert list(one.vault.keeps) == [assets[-1].key]
    assert one.vault.kept(assets[-1].key)


async def test_what_begins_to_play_meanwhile_does_not_go() -> None:
    house, assets = await full()
    evicting = asyncio.create_task(house.larder.retention.limit(NOTHING))
    await house.blobs.first.wait()
    await house.larder.playback.play([assets[-1]], 0)
    await evicting
    assert list(house.larder.vault.keeps) == [assets[-1].key]
    await whole(house)


async def test_a_tab_that_waits_for_the_pen_need_not_take_it() -> None:
    house, assets = await full()
    one = house.larder
    two = house.enter(beside=one)
    await two.start()
    evicting = asyncio.create_task(one.retention.limit(NOTHING))
    await house.blobs.first.wait()
    before = house.blobs.gone
    async with two.store.writer.hold():
        assert house.blobs.gone < before + COUNT / 2
        assert await house.records.get("head/fence") is None
    await evicting
    assert not one.vault.keeps and not house.blobs.blobs


@pytest.mark.parametrize("at", [1, 2, 60, 210, 250, 350, 700, 701, 702, 710, 900])
async def test_killed_in_the_middle_what_is_gone_is_logged_and_the_next_start_is_clean(at: int) -> None:
    house, assets = await full()
    fault = Dead(at)
    house.larder.drivers.blobs.fault = house.larder.drivers.records.fault = fault
    with suppress(Killed):
        await house.larder.retention.limit(NOTHING)
    larder = house.enter()
    await larder.start()
    await larder.repair()
    await whole(house)
    gone = COUNT - len(larder.vault.keeps)
    assert list(larder.vault.keeps) == [each.key for each in assets[gone:]]
    lines = [line.asset for line in larder.log.all][:MOST]
    assert lines == assets[max(0, gone - MOST) : gone][::-1]
    assert (await larder.check(lambda *_: None)).clean


async def test_many_that_are_removed_by_hand_go_the_same_way() -> None:
    house, assets = await full(By.HAND)
    removing = asyncio.create_task(house.larder.store.release(*(each.key for each in assets[:-1])))
    await house.blobs.first.wait()
    async with house.larder.store.writer.hold():
        assert house.blobs.gone < COUNT / 2
    await removing
    assert list(house.larder.vault.keeps) == [assets[-1].key]
    await whole(house)


async def test_room_for_a_save_is_made_of_many_and_of_no_more_than_it_takes() -> None:
    house, _ = await full()
    assert await house.larder.retention.make_room(4_005, "It made room.") == 0
    assert len(house.larder.vault.keeps) == COUNT - 401
    assert await house.larder.retention.make_room(500, "It made room.") == 10
    assert len(house.larder.vault.keeps) == COUNT - 401
