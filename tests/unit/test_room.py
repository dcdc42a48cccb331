"""What a person sees of the room in the vault, and what pressing does."""

from __future__ import annotations

from dataclasses import replace

from app.model.vault.badge import Badge
from app.model.vault.keep import By
from app.model.vault.limits import Limits
from app.ui.screen import LogLine, RoomState, View
from tests.doubles.fake_clock import turns
from tests.doubles.tracks import listing
from tests.unit.test_desk import Room, room


async def with_retained(count: int = 3, *retained: int) -> Room:
    at = await room(count)
    for number in retained:
        await at.larder.retention.retain(at.assets[number - 1])
    await turns()
    return at


def seen(at: Room) -> RoomState:
    before, at.desk.view = at.desk.view, View.VAULT
    state = at.screen.vault.room
    at.desk.view = before
    return state


async def test_what_is_retained_is_counted_apart_and_may_still_be_saved() -> None:
    at = await with_retained(3, 1)
    assert at.badges() == [Badge.STREAMS] * 3
    assert at.screen.unsaved == (3, 30_000)
    assert at.screen.lede[2] == 0
    assert (at.screen.vault.items, at.screen.vault.bytes) == (0, 0)
    assert (seen(at).items, seen(at).bytes > 10_000) == (1, True)
    at.desk.view = View.VAULT
    assert at.screen.vault.rows.total == 0
    assert at.screen.vault.persistence == "not asked yet"
    await at.do("keep-all")
    assert [row.badge for row in at.screen.vault.rows.rows] == [Badge.KEPT] * 3
    assert at.house.server.fetched(f"/api/audio/{at.assets[0].key}") == [0]
    assert (at.screen.vault.items, seen(at).items) == (3, 0)


async def test_what_is_nowhere_else_is_shown_whoever_kept_it() -> None:
    at = await with_retained(3, 1)
    listing(at.house.server, *at.assets[1:])
    await at.larder.refresh()
    assert Badge.ONLY in at.badges()
    at.desk.view = View.VAULT
    assert [row.asset.title for row in at.screen.vault.rows.rows] == ["Track 1"]
    at.house.blobs.blobs.clear()
    await at.larder.vault.load()
    assert at.screen.vault.rows.total == 0


async def test_clearing_what_was_kept_leaves_what_was_retained() -> None:
    at = await with_retained(3, 1)
    await at.do("keep", at.assets[1].key)
    await at.do("clear-kind", "audio")
    await at.do("answer-yes")
    assert [keep.by for keep in at.larder.vault.keeps.values()] == [By.PLAYER]
    assert at.screen.toast == "Cleared: 1 item."


async def test_limits_are_set_and_nonsense_is_none() -> None:
    at = await room()
    await at.do("budget", value="250")
    await at.do("automatic", value="on")
    await at.do("unmetered", value="on")
    expected = Limits(250_000_000, automatic=False, unmetered=True)
    assert seen(at).limits == at.larder.retention.limits == expected
    for nonsense in ("", "much", "-3", "nan", "inf"):
        await at.do("budget", value=nonsense)
    assert seen(at).limits == expected
    await at.do("automatic", value="on")
    assert seen(at).limits == replace(expected, automatic=True)
    assert at.screen.alerts == ()


async def test_what_was_removed_is_listed_and_comes_back_at_a_press() -> None:
    at = await with_retained(3, 1)
    await at.do("budget", value="0")
    (line,) = seen(at).log
    assert (line.title, line.here, line.fetching) == ("Track 1", False, None)
    assert line.reason == "Not played for 0 seconds; the server has it. The budget is 0 B."
    at.wishes.hear("fetch-again", line.key, "")
    fetching = list[LogLine]()
    for _ in range(100):
        await turns(1)
        fetching += [each for each in seen(at).log if each.fetching]
    assert [each.fetching for each in fetching] == sorted(each.fetching for each in fetching)
    assert fetching[-1].fetching == (10_000, 10_000)
    assert seen(at).log[0].here
    assert at.badges() == [Badge.STREAMS] * 3
    await at.do("fetch-again", "nothing like it")


async def test_what_can_not_be_fetched_is_said() -> None:
    at = await with_retained(3, 1)
    await at.do("budget", value="0")
    at.house.server.down = True
    await at.do("fetch-again", seen(at).log[0].key)
    for _ in range(10):
        await at.house.clock.advance(60.0)
    assert [said.text for said in at.screen.alerts] == [
        "The server can't be reached; what is on this device still plays."
    ]
    assert seen(at).log[0].fetching is None
