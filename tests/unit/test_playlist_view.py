"""What a person sees of the playlists and does with them, over a whole Larder."""

from __future__ import annotations

import asyncio

import pytest

from app.model.errors import VaultFull
from app.model.vault.badge import Badge
from app.ui import desk
from app.ui.playlists.state import Naming, Opened
from app.ui.screen import View
from tests.doubles.fake_clock import turns
from tests.doubles.tracks import listing
from tests.faults.fault import Fault, Full
from tests.faults.records import FaultyRecords
from tests.unit.test_desk import Room, room


async def with_one(count: int = 3, on_it: int = 3) -> tuple[Room, str]:
    """A room in which a playlist is open, with the first tracks on it."""
    at = await room(count)
    made = await at.larder.playlists.create("Sunday", at.assets[:on_it])
    await at.do("go", f"playlists/{made.id}")
    return at, made.id


def opened(at: Room) -> Opened:
    found = at.screen.playlists.opened
    assert found is not None
    return found


def titles(at: Room) -> list[str]:
    return [entry.row.asset.title for entry in opened(at).entries]


async def test_a_new_one_is_named_and_listed() -> None:
    at = await room()
    await at.do("go", "playlists")
    assert (at.screen.view, at.screen.playlists.all) == (View.PLAYLISTS, ())
    await at.do("new-playlist")
    await at.do("name", value="   ")
    await at.do("name-yes")
    assert at.screen.playlists.naming == Naming("   ")
    await at.do("name", value=" Sunday, late ")
    await at.do("name-yes")
    assert at.screen.playlists.naming is None
    assert [one.name for one in at.screen.playlists.all] == ["Sunday, late"]
    await at.do("name-yes")
    await at.do("new-playlist")
    await at.do("name-no")
    assert at.screen.playlists.naming is None and len(at.screen.playlists.all) == 1


async def test_a_name_that_was_given_is_asked_for_no_more_at_once() -> None:
    at = await room()
    at.wishes.hear("new-playlist", "", "")
    at.wishes.hear("name", "", "Sunday")
    at.wishes.hear("name-yes", "", "")
    at.wishes.hear("name-no", "", "")  # the closing dialog says this, before anything else has its turn
    assert at.screens[-1].playlists.naming is None
    await turns()
    assert [one.name for one in at.larder.playlists.all.values()] == ["Sunday"]


async def test_a_track_is_put_on_one_and_taken_off_again() -> None:
    at, id = await with_one(on_it=0)
    await at.do("go", "library")
    await at.do("add", at.assets[1].key)
    asked = at.screen.playlists.adding
    assert asked and (asked.title, asked.playlists) == ("Track 2", ((id, "Sunday"),))
    await at.do("add-to", id)
    assert at.screen.playlists.adding is None
    assert (at.screen.toast, at.screen.undo) == ("“Track 2” is in Sunday.", True)
    assert [item.title for item in at.larder.playlists.all[id].items] == ["Track 2"]
    await at.do("undo")
    assert (at.screen.toast, at.screen.undo) == ("", False)
    assert not at.larder.playlists.all[id].items


async def test_a_track_is_put_on_a_new_one() -> None:
    at = await room()
    await at.do("add", at.assets[0].key)
    await at.do("add-to-new", at.assets[0].key)
    assert at.screen.playlists.adding is None
    assert at.screen.playlists.naming == Naming(key=at.assets[0].key)
    await at.do("name", value="Sunday")
    await at.do("name-yes")
    (made,) = at.larder.playlists.all.values()
    assert [item.key for item in made.items] == [at.assets[0].key]
    assert at.screen.toast == "“Track 1” is in Sunday."


async def test_one_is_put_in_order_and_played_in_that_order() -> None:
    at, id = await with_one()
    last = opened(at).entries[2].id
    await at.do("item-up", last)
    await at.do("item-up", last)
    assert titles(at) == ["Track 3", "Track 1", "Track 2"]
    await at.do("item-down", last)
    assert titles(at) == ["Track 1", "Track 3", "Track 2"]
    await at.do("play-playlist", id)
    queue = at.larder.playback.queue
    assert [asset.title for asset in queue.assets] == ["Track 1", "Track 3", "Track 2"]
    assert queue.index == 0 and at.house.sound.playing
    await at.do("play-item", opened(at).entries[2].id)
    assert at.larder.playback.queue.index == 2
    assert [entry.row.current for entry in opened(at).entries] == [False, False, True]


async def test_of_a_track_that_is_on_it_twice_one_plays() -> None:
    at, id = await with_one(on_it=2)
    await at.larder.playlists.add(id, [at.assets[0]])
    await at.do("play-item", opened(at).entries[2].id)
    assert at.larder.playback.queue.index == 2
    assert [entry.row.current for entry in opened(at).entries] == [False, False, True]
    assert [entry.row.playing for entry in opened(at).entries] == [False, False, True]
    await at.do("play-item", opened(at).entries[0].id)
    assert [entry.row.current for entry in opened(at).entries] == [True, False, False]


async def test_what_comes_next_is_chosen_from_what_plays() -> None:
    at, id = await with_one()
    await at.do("item-up", opened(at).entries[2].id)
    await at.do("play-playlist", id)
    await at.do("go", "library")
    await at.do("open-player")
    await at.do("play", at.assets[2].key)
    queue = at.larder.playback.queue
    assert [asset.title for asset in queue.assets] == ["Track 1", "Track 3", "Track 2"] and queue.index == 1


async def test_offline_it_begins_with_what_can_be_heard() -> None:
    at, id = await with_one()
    await at.do("keep", at.assets[1].key)
    at.house.server.down = True
    await at.larder.reachability.ask()
    assert [entry.row.playable for entry in opened(at).entries] == [False, True, False]
    await at.do("play-playlist", id)
    assert at.larder.playback.queue.index == 1 and at.screen.player.source == "Playing from this device"


async def test_saving_it_saves_what_is_not_here() -> None:
    at, id = await with_one(count=4, on_it=2)
    await at.larder.playlists.add(id, [at.assets[0]])
    await at.do("keep", at.assets[1].key)
    one = opened(at).summary
    assert (one.tracks, one.length, one.kept, one.unsaved) == (3, 720.0, 1, (1, 10_000))
    await at.do("save-playlist", id)
    one = opened(at).summary
    assert (one.kept, one.unsaved) == (3, (0, 0))
    assert at.badges() == []
    await at.do("go", "library")
    assert at.badges() == [Badge.KEPT, Badge.KEPT, Badge.STREAMS, Badge.STREAMS]


async def test_what_the_library_lists_no_longer_says_what_it_was_and_can_be_removed() -> None:
    at, id = await with_one()
    await at.do("keep", at.assets[1].key)
    listing(at.house.server, at.assets[2])
    await at.larder.refresh()
    assert titles(at) == ["Track 1", "Track 2", "Track 3"]
    assert [entry.listed for entry in opened(at).entries] == [False, True, True]
    assert opened(at).entries[1].row.badge is Badge.ONLY
    await at.do("play-playlist", id)
    assert [asset.title for asset in at.larder.playback.queue.assets] == ["Track 2", "Track 3"]
    await at.do("item-remove", opened(at).entries[0].id)
    assert titles(at) == ["Track 2", "Track 3"]
    assert at.screen.toast == "Removed “Track 1” from Sunday."
    await at.do("undo")
    assert titles(at) == ["Track 1", "Track 2", "Track 3"]


async def test_one_is_renamed() -> None:
    at, id = await with_one()
    await at.do("rename-playlist", id)
    assert at.screen.playlists.naming == Naming("Sunday", id)
    await at.do("name", value="Monday")
    await at.do("name-yes")
    assert opened(at).summary.name == "Monday"


async def test_one_is_deleted_and_comes_back_at_one_press() -> None:
    at, id = await with_one()
    await at.do("delete-playlist", id)
    assert at.screen.playlists.opened is None and at.screen.undo
    assert at.screen.toast == "Deleted “Sunday”. Its tracks stay."
    await at.do("undo")
    assert titles(at) == ["Track 1", "Track 2", "Track 3"]
    await at.do("undo")
    assert not at.screen.toast


async def test_an_undo_that_fails_can_be_pressed_again() -> None:
    at, id = await with_one()
    await at.do("delete-playlist", id)
    records = at.larder.drivers.records
    assert isinstance(records, FaultyRecords)
    records.fault = Full(1)
    await at.do("undo")
    assert [said.text for said in at.screen.alerts] == [VaultFull.sentence]
    assert at.screen.undo and not at.larder.playlists.all
    records.fault = Fault()
    await at.do("undo")
    assert titles(at) == ["Track 1", "Track 2", "Track 3"]


async def test_the_way_back_stays_longer_than_a_passing_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PASSING", 0.01)
    monkeypatch.setattr(desk, "TO_UNDO", 0.08)
    at, id = await with_one()
    at.desk.say("Something.")
    await at.do("delete-playlist", id)
    await asyncio.sleep(0.03)
    assert at.screen.undo and at.screen.toast.startswith("Deleted")
    await asyncio.sleep(0.08)
    assert not at.screen.undo and not at.screen.toast


async def test_a_long_one_has_rows_near_the_eye_only() -> None:
    at, id = await with_one()
    await at.larder.playlists.add(id, at.assets * 100)
    await at.do("window", value="290,20")
    found = opened(at)
    assert (found.first, len(found.entries), found.summary.tracks) == (290, 13, 303)
    await at.do("go", "playlists")
    await at.do("go", f"playlists/{id}")
    assert opened(at).first == 0
