"""Both sides of a conflict, as a person meets them, and what each choice makes of them."""

from __future__ import annotations

import pytest

from app.core.larder import Larder
from app.model.errors import Conflict
from app.model.playlist import KIND
from app.model.sync.copies import name_of
from app.ui.sync.state import whole
from tests.doubles.fake_clock import turns
from tests.unit.test_sync import exchanged, two_devices


async def torn() -> tuple[Larder, Larder, str, str]:
    """Two devices gave a list another name each; the second came later, and has its own as a copy."""
    one, two = (house.larder for house in two_devices())
    await one.playlists.create("Road", [])
    await exchanged(one, two)
    (road,) = one.playlists.all
    await one.playlists.rename(road, "Sea")
    await two.playlists.rename(road, "Hills")
    await exchanged(one, two)
    (copy,) = two.post.conflicts.all
    return one, two, KIND + road, copy


def names(larder: Larder) -> list[str]:
    return sorted(each.name for each in larder.playlists.all.values())


async def test_it_is_asked_where_it_was_changed_last_and_says_both_sides() -> None:
    one, two, _, _ = await torn()
    assert not one.post.conflicts.all
    (card,) = whole(two).conflicts
    assert card.title == "Sea" and card.device == "Firefox on Linux"
    told = [(side.label, side.text, side.differs) for side in (*card.mine, *card.theirs)]
    same = ("On it", "0 tracks", False)
    assert told == [("Name", "Hills", True), same, ("Name", "Sea", True), same]


async def test_kept_both_stay_and_nobody_asks_again() -> None:
    one, two, _, copy = await torn()
    await two.post.conflicts.keep_both(copy)
    await exchanged(two, one)
    assert not two.post.conflicts.all and names(one) == names(two)
    assert names(one)[0].startswith("Hills (") and names(one)[1] == "Sea"


async def test_mine_takes_the_place_of_the_servers_everywhere() -> None:
    one, two, _, copy = await torn()
    back = await two.post.conflicts.use_mine(copy)
    assert back and await two.post.conflicts.use_mine(copy) is None  # a second press
    await exchanged(two, one)
    assert names(one) == names(two) == ["Hills"] and not two.post.conflicts.all
    await two.post.conflicts.undo(back)
    await exchanged(two, one)
    assert len(names(one)) == 2 and names(one) == names(two) and list(two.post.conflicts.all) == [copy]


async def test_the_servers_stays_and_the_copy_goes_everywhere() -> None:
    one, two, _, copy = await torn()
    back = await two.post.conflicts.use_theirs(copy)
    assert back and await two.post.conflicts.use_theirs(copy) is None
    await exchanged(two, one)
    assert names(one) == names(two) == ["Sea"]
    await two.post.conflicts.undo(back)
    await exchanged(two, one)
    assert len(names(one)) == 2 and two.post.conflicts.all


async def test_a_side_that_changed_since_is_not_overwritten() -> None:
    one, two, key, copy = await torn()
    await one.playlists.rename(key.removeprefix(KIND), "Coast")
    two.post.sync.on_change = lambda _keys: None  # the word of it is lost
    await exchanged(two, one, two)
    with pytest.raises(Conflict):
        await two.post.conflicts.use_mine(copy)
    assert name_of(two.post.conflicts.all[copy].there) == "Coast"
    await two.post.conflicts.use_mine(copy)
    await exchanged(two, one)
    assert names(one) == ["Hills"]


async def test_a_copy_that_was_renamed_keeps_its_new_name() -> None:
    one, two, _, copy = await torn()
    await two.playlists.rename(copy.removeprefix(KIND), "Dunes")
    await two.post.conflicts.load()
    await two.post.conflicts.use_mine(copy)
    await exchanged(two, one)
    assert names(one) == ["Dunes"]


async def test_a_copy_that_is_deleted_has_settled_it_and_a_reload_asks_again() -> None:
    one, two, _, copy = await torn()
    again = two.post.conflicts
    again.all = {}
    await again.load()
    assert list(again.all) == [copy]
    await exchanged(two, one)
    await one.playlists.delete(copy.removeprefix(KIND))
    await exchanged(one, two)
    await turns()
    assert not two.post.conflicts.all
