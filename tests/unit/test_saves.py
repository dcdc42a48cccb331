"""The queue of saves as a person sees it and has a hand in it."""

from __future__ import annotations

import asyncio

from app.core.vault.media_store import original
from app.model.saves.pause import BY_HAND
from tests.doubles.fake_clock import turns
from tests.doubles.tracks import music, serve
from tests.unit.test_desk import Room, room
from tests.unit.test_transfers import until


async def begun(count: int = 5) -> Room:
    """Many are being saved."""
    at = await room(count)
    at.wishes.hear("keep-all", "", "")
    await until(lambda: at.larder.transfers.busy)
    return at


async def test_it_is_paused_and_resumed_with_a_press() -> None:
    at = await begun()
    assert at.screen.saves.status == "Saving 5 tracks."
    at.wishes.hear("pause-saving", "", "")
    await until(lambda: not at.larder.transfers.busy)
    saves = at.screen.saves
    assert (saves.status, saves.paused, saves.items) == ("Saving is paused.", BY_HAND, 5)
    assert saves.ahead[0] == f"Track {saves.saved + 1}"
    at.wishes.hear("resume-saving", "", "")
    await until(lambda: not at.larder.transfers.all)
    await turns()
    assert not at.screen.saves.going
    assert at.screen.unsaved == (0, 0)


async def test_time_left_is_of_the_whole_queue() -> None:
    at = await room(40)
    at.wishes.hear("keep-all", "", "")
    seen: list[float] = []
    while at.larder.transfers.all or not seen:
        await asyncio.sleep(0)
        at.house.clock.time += 0.02
        if (left := at.screen.saves.seconds_left) is not None:
            seen.append(left)
    assert seen[0] > 1
    assert seen[-1] < 0.2 * seen[0]


async def test_failures_are_listed_by_name_and_tried_again() -> None:
    at = await room(4)
    for asset in at.assets[1:3]:
        del at.house.server.resources[original(asset).path]
    await at.do("keep-all")
    saves = at.screen.saves
    assert [each.title for each in saves.failures] == ["Track 2", "Track 3"]
    assert all(each.reason.endswith(".") for each in saves.failures)
    assert saves.status == "2 tracks could not be saved."
    assert at.screen.alerts == ()
    serve(at.house.server, at.assets[1], music(2))
    await at.do("retry", at.assets[1].key)
    assert [each.title for each in at.screen.saves.failures] == ["Track 3"]
    await at.do("dismiss-failure", at.assets[2].key)
    assert at.screen.saves.status == ""


async def test_a_full_disk_is_said_once() -> None:
    at = await room(6)
    at.house.quota.free = 0
    at.wishes.hear("keep-all", "", "")
    await until(lambda: bool(at.larder.transfers.paused))
    await turns()
    (alert,) = at.screen.alerts
    assert alert.text == at.screen.saves.paused
    at.house.quota.free = None
    await at.do("resume-saving")
    assert at.screen.unsaved == (0, 0)
