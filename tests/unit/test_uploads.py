"""What was brought in here reaches the server, and from there every other device."""

from __future__ import annotations

import asyncio

from app.core.larder import Larder
from app.core.uploads.held import KIND
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.ui.desk import Desk
from app.ui.wishes.wishes import Wishes
from tests.doubles.fake_clock import turns
from tests.doubles.files import imported, offered, sound
from tests.doubles.house import House
from tests.doubles.hub_routes import serve
from tests.doubles.upward import lists


async def brought(*numbers: int) -> tuple[House, Larder]:
    """A house into which these recordings were brought."""
    house = House()
    house.larder.importer.add([offered(f"{each}.mp3", sound(each)) for each in numbers])
    await imported(house.larder)
    return house, house.larder


def another(house: House) -> House:
    """Another device of the same server."""
    other = House()
    other.hub, other.upward = house.hub, house.upward
    serve(other.hub, other.server)
    lists(other.upward, other.server)
    other.enter()
    return other


def badges(larder: Larder) -> list[Badge]:
    desk = Desk(larder, lambda _: None)
    desk.relisted()
    return [row.badge for row in desk.screen().window.rows]


async def test_what_is_here_alone_goes_up_and_is_here_alone_no_more() -> None:
    house, larder = await brought(0, 1)
    assert badges(larder) == [Badge.ONLY] * 2
    await larder.uploads.go()
    assert {*house.upward.held.values()} == {sound(0), sound(1)}
    assert badges(larder) == [Badge.KEPT] * 2 and not larder.uploads.waiting
    assert larder.uploads.going is None


async def test_where_nothing_was_brought_nobody_asks() -> None:
    house = House()
    await house.larder.uploads.go()
    assert not house.server.requests


async def test_known_offline_after_a_reload() -> None:
    house, larder = await brought(0)
    await larder.uploads.go()
    house.server.down = house.upward.down = True
    larder = house.enter()
    await larder.start()
    assert badges(larder) == [Badge.KEPT]


async def test_the_other_device_streams_it_once_it_is_there_and_can_save_it() -> None:
    house, larder = await brought(0)
    other = another(house).larder
    await larder.post.courier.go()
    await other.post.courier.go()
    await turns()
    assert badges(other) == [Badge.ELSEWHERE]
    await larder.uploads.go()
    await other.uploads.go()
    (asset,) = other.brought.all.values()
    assert badges(other) == [Badge.STREAMS] and other.streams(asset.key)
    other.drivers.remote.serve(f"/api/audio/{asset.key}", sound(0))
    keep = await other.store.keep(asset)
    assert keep.original == ref_of(sound(0)) and badges(other) == [Badge.KEPT]


async def test_what_the_server_lost_goes_up_again() -> None:
    house, larder = await brought(0)
    await larder.uploads.go()
    house.upward.held.clear()
    larder = house.enter()
    await larder.start()
    await larder.uploads.go()
    assert list(house.upward.held.values()) == [sound(0)]

    house.upward.held.clear()
    larder.post.sync.on_restored()
    await larder.uploads.go()
    assert list(house.upward.held.values()) == [sound(0)]


async def test_one_that_is_refused_is_set_aside_and_the_rest_goes() -> None:
    house, larder = await brought(0, 1, 2)
    house.upward.refuses.add(ref_of(sound(1)))
    await larder.uploads.go()
    assert {*house.upward.held.values()} == {sound(0), sound(2)}
    assert larder.uploads.refused[ref_of(sound(1))].reason and not larder.uploads.waiting
    house.upward.refuses.clear()
    await larder.uploads.resume()
    await larder.uploads.go()
    assert len(house.upward.held) == 3 and not larder.uploads.refused


async def test_a_full_server_stops_the_queue_once() -> None:
    house, larder = await brought(0, 1)
    house.upward.room = 10
    await larder.uploads.go()
    assert "no room" in larder.uploads.full and not house.upward.held
    house.upward.room = None
    await larder.uploads.resume()
    await larder.uploads.go()
    assert len(house.upward.held) == 2


async def test_paused_in_one_tab_it_stops_in_every_tab_and_goes_on_where_it_was() -> None:
    house, larder = await brought(0, 1)
    other = house.enter(beside=larder)
    await other.start()
    larder.uploads.on_change = lambda: pauses.append(asyncio.create_task(other.uploads.pause()))
    pauses: list[asyncio.Task[None]] = []
    await larder.uploads.go()
    await turns()
    assert larder.uploads.paused and len(house.upward.held) < 2
    larder.uploads.on_change = lambda: None
    reloaded = house.enter()
    await reloaded.start()
    assert reloaded.uploads.paused
    await reloaded.uploads.resume()
    await reloaded.uploads.go()
    assert len(house.upward.held) == 2 and not reloaded.uploads.ahead
    assert house.upward.sent == len(sound(0)) + len(sound(1))


async def test_two_tabs_send_once() -> None:
    house, larder = await brought(0)
    other = house.enter(beside=larder)
    await other.start()
    await asyncio.gather(larder.uploads.go(), other.uploads.go())
    assert house.upward.sent == len(sound(0))
    assert [*await house.records.scan(KIND)] == [(KIND + ref_of(sound(0)), {"there": True})]


async def test_what_is_removed_here_streams_and_what_is_deleted_is_gone_everywhere() -> None:
    house, larder = await brought(0)
    other = another(house).larder
    await larder.post.courier.go()
    await larder.uploads.go()
    (asset,) = larder.brought.all.values()
    await larder.store.release(asset.key)
    assert badges(larder) == [Badge.STREAMS]
    desk = Desk(larder, lambda _: None)
    desk.adding = asset.key
    assert (adding := desk.screen().playlists.adding) and adding.deletable
    wishes = Wishes(desk, lambda: None)
    wishes.hear("delete-asset", asset.key, "")
    await turns()
    await larder.post.courier.go()
    await other.post.courier.go()
    await turns()
    assert not larder.brought.all and not other.brought.all
    assert "other devices too" in desk.toast and desk.undo and not desk.adding
    wishes.hear("undo", "", "")
    await turns()
    await larder.post.courier.go()
    await other.post.courier.go()
    await turns()
    assert asset.key in larder.brought.all and asset.key in other.brought.all
