"""Playlists: every change is an edit of what is there now, whoever changed it before."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from app.core.playlists import KIND, TRIES, Playlists
from app.memory import MemoryRecords
from app.model.asset import Asset
from app.model.batch import Batch, Record
from app.model.errors import Conflict, LarderError, Rejected, VaultFull
from app.model.playlist import Playlist
from app.model.sync.merge import merge
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.faults.fault import Failing, Fault, Full
from tests.faults.records import FaultyRecords

TRACKS = [Asset(key=f"k{n}", title=f"Track {n}", artist="Somebody") for n in range(5)]
IDS = count(1)


class Meddling(FaultyRecords):
    """Somebody else changes the record between what is read and what is written, `times` times."""

    def __init__(self, store: MemoryRecords, other: Playlists, id: str, times: int = 1) -> None:
        super().__init__(store, Fault())
        self._other, self._id, self.left = other, id, times

    async def apply(self, batch: Batch) -> None:
        if self.left and batch.expect:
            self.left -= 1
            await self._other.add(self._id, [TRACKS[4]])
        await super().apply(batch)


def tab(records: MemoryRecords | FaultyRecords) -> Playlists:
    """One tab's playlists."""
    return Playlists(records, FakeClock(), lambda: f"id{next(IDS)}")


def titles(one: Playlist) -> list[str]:
    return [item.title[-1] for item in one.items]


async def test_what_was_made_is_there_after_a_reload_in_the_order_of_names() -> None:
    records = MemoryRecords()
    first = tab(records)
    for name in ("Sunday, late", "kitchen, loud"):
        await first.create(name, TRACKS[:2])
    again = tab(records)
    await again.load()
    assert [one.name for one in again.all.values()] == ["kitchen, loud", "Sunday, late"]
    assert again.all == first.all
    assert [titles(one) for one in again.all.values()] == [["0", "1"]] * 2


async def test_it_is_filled_put_in_order_and_renamed() -> None:
    lists = tab(MemoryRecords())
    id = (await lists.create("Sunday")).id
    await lists.add(id, TRACKS[:3])
    await lists.add(id, [TRACKS[0]])
    items = lists.all[id].items
    assert len({item.id for item in items}) == 4 and titles(lists.all[id]) == ["0", "1", "2", "0"]
    await lists.move(id, items[3].id, -1)
    await lists.move(id, items[0].id, 1)
    assert titles(lists.all[id]) == ["1", "0", "0", "2"]
    await lists.move(id, items[1].id, -1)
    await lists.move(id, items[2].id, 5)
    await lists.move(id, "nobody", 1)
    assert titles(lists.all[id]) == ["1", "0", "0", "2"]
    await lists.remove(id, [items[0].id])
    await lists.rename(id, "Monday")
    assert (lists.all[id].name, titles(lists.all[id])) == ("Monday", ["1", "0", "2"])
    await lists.put_back(id, items[0], 1)
    assert titles(lists.all[id]) == ["1", "0", "0", "2"]


async def test_two_tabs_change_one_playlist_and_neither_loses_anything() -> None:
    records = MemoryRecords()
    one, two = tab(records), tab(records)
    id = (await one.create("Sunday", TRACKS[:2])).id
    await two.load()
    await one.add(id, [TRACKS[2]])
    await two.rename(id, "Monday")  # it has never seen the third
    await one.move(id, one.all[id].items[2].id, -2)
    await one.load()
    await two.load()
    assert one.all == two.all
    assert (one.all[id].name, titles(one.all[id])) == ("Monday", ["2", "0", "1"])


async def test_a_change_in_between_is_kept_and_ours_is_made_again() -> None:
    records = MemoryRecords()
    other = tab(records)
    id = (await other.create("Sunday", TRACKS[:2])).id
    lists = tab(meddling := Meddling(records, other, id, times=3))
    await lists.move(id, other.all[id].items[0].id, 1)
    assert not meddling.left
    assert titles(lists.all[id]) == ["1", "0", "4", "4", "4"]
    meddling.left = 1
    gone = await lists.delete(id)
    assert gone and titles(gone.playlist) == ["1", "0", "4", "4", "4", "4"]


async def test_presses_in_a_row_all_count() -> None:
    records = FaultyRecords(MemoryRecords(), Fault())
    lists = tab(records)
    id = (await lists.create("Sunday", TRACKS)).id
    last = lists.all[id].items[4].id
    await asyncio.gather(*(lists.move(id, last, -1) for _ in range(3)))
    assert titles(lists.all[id]) == ["0", "4", "1", "2", "3"]


async def test_it_is_given_up_when_it_never_lands() -> None:
    records = MemoryRecords()
    other = tab(records)
    id = (await other.create("Sunday", TRACKS[:1])).id
    lists = tab(Meddling(records, other, id, times=2 * TRIES))
    for change in (lists.rename(id, "Monday"), lists.delete(id)):
        with pytest.raises(Conflict):
            await change
    assert other.all[id].name == "Sunday"


async def test_what_was_deleted_comes_back_as_it_was() -> None:
    records = MemoryRecords()
    lists = tab(records)
    id = (await lists.create("Sunday", TRACKS[:2])).id
    before = await records.get(KIND + id)
    gone = await lists.delete(id)
    assert gone and not lists.all and await records.get(KIND + id) is None
    assert await lists.delete(id) is None
    await lists.restore(gone)
    assert await records.get(KIND + id) == before
    await lists.rename(id, "Monday")
    await lists.restore(gone)  # it is there again: what became of it stays
    assert lists.all[id].name == "Monday"


async def test_what_is_gone_can_not_be_changed() -> None:
    lists = tab(MemoryRecords())
    with pytest.raises(Conflict, match="deleted meanwhile"):
        await lists.add("nobody", TRACKS[:1])


async def test_what_we_do_not_know_is_left_alone() -> None:
    records = MemoryRecords()
    lists = tab(records)
    id = (await lists.create("Sunday", TRACKS[:2])).id
    strange: dict[str, Record] = {
        "a": {"name": "no items"},
        "b": {"name": 3, "items": []},
        "c": {"name": "c", "items": None},
        "d": {"name": "d", "items": [7]},
        "e": {"name": "e", "items": [{"id": "1", "key": "k", "title": None}]},
        "f": {"name": "f", "items": [{"id": "1", "key": "k", "title": "t"}] * 2},
        "g": {},
    }
    await records.apply(Batch(put={KIND + each: record for each, record in strange.items()}))
    await lists.load()
    assert list(lists.all) == [id]
    with pytest.raises(Rejected):
        await lists.rename("a", "mine now")
    assert await records.get(KIND + "a") == strange["a"]


async def test_what_a_newer_one_has_added_to_a_record_stays() -> None:
    records = MemoryRecords()
    lists = tab(records)
    id = (await lists.create("Sunday")).id
    record = {**(await records.get(KIND + id) or {}), "colour": 7}
    await records.apply(Batch(put={KIND + id: record}))
    await lists.add(id, TRACKS[:1])
    now = await records.get(KIND + id)
    assert now and (now["colour"], now["at"], len(now["items"])) == (7, record["at"], 1)


async def test_what_two_devices_add_becomes_one_playlist_without_a_copy() -> None:
    clock, here, there = FakeClock(), MemoryRecords(), MemoryRecords()
    mine = Playlists(here, clock, lambda: f"id{next(IDS)}")
    theirs = Playlists(there, clock, lambda: f"id{next(IDS)}")
    id = (await mine.create("Sunday", TRACKS[:2])).id
    base = await here.get(KIND + id)
    await there.apply(Batch(put={KIND + id: base or {}}))
    for lists, track in ((mine, TRACKS[2]), (theirs, TRACKS[3])):
        await clock.advance(60)
        await lists.add(id, [track])
    merged = merge("playlist", base, await here.get(KIND + id), await there.get(KIND + id))
    assert merged.body and merged.copy is None
    assert sorted(item["title"][-1] for item in merged.body["items"]) == ["0", "1", "2", "3"]


async def test_what_cannot_be_written_is_not_shown() -> None:
    house = House()
    larder = house.enter(Full(1))
    with pytest.raises(VaultFull):
        await larder.playlists.create("Sunday", TRACKS)
    await larder.playlists.load()
    assert not larder.playlists.all


async def test_what_was_written_and_can_not_be_read_is_no_failure() -> None:
    records = MemoryRecords()
    lists = tab(FaultyRecords(records, Failing(2, LarderError)))
    await lists.create("Sunday")
    assert not lists.all
    await lists.load()
    assert [one.name for one in lists.all.values()] == ["Sunday"]


async def test_the_other_tab_follows() -> None:
    house = House()
    one = house.enter()
    two = house.enter(beside=one)
    await one.playlists.create("Sunday", TRACKS[:1])
    await turns()
    assert two.playlists.all == one.playlists.all != {}


async def test_it_is_shown_from_the_start() -> None:
    house = House()
    made = await house.larder.playlists.create("Sunday", TRACKS[:1])
    larder = house.enter()
    await larder.start()
    assert larder.playlists.all == {made.id: made}
