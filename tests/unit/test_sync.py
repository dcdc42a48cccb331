"""Two devices and a server, through the whole of Larder: what one changes the other has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from app.core.larder import Larder
from app.core.sync.server_hub import PULL, PUSH
from app.model.asset import Asset
from app.model.batch import Batch, Record
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.hub_routes import serve
from tests.doubles.loopback import Trouble


def two_devices() -> tuple[House, House]:
    """Two houses with one server's books."""
    one, two = House(), House()
    two.hub = one.hub
    serve(two.hub, two.server)
    return one, two


async def exchanged(*larders: Larder) -> None:
    """Everybody went to the server, in this order."""
    for larder in larders:
        await larder.post.courier.go()
        assert not larder.post.courier.failing
        await turns()


async def test_a_favourite_travels_and_goes_again() -> None:
    one, two = (house.larder for house in two_devices())
    await one.favourites.toggle("a")
    await exchanged(one, two)
    assert two.favourites.all == {"a"}
    await two.favourites.toggle("a")
    await exchanged(two, one)
    assert not one.favourites.all
    assert not one.post.unsent.waiting and not two.post.unsent.waiting


async def test_what_was_there_before_it_first_reached_a_server_travels_too() -> None:
    one, two = two_devices()
    await one.records.apply(Batch(put={"favourite/a": {"at": 1.0}}))
    await exchanged(one.larder, two.larder)
    assert two.larder.favourites.all == {"a"}


async def test_what_is_changed_offline_waits_over_a_reload() -> None:
    one, two = two_devices()
    one.server.down = True
    await one.larder.favourites.toggle("a")
    await one.larder.post.courier.go()
    larder = one.enter()
    await larder.start()
    assert list(larder.post.unsent.waiting) == ["favourite/a"] and larder.favourites.all == {"a"}
    one.server.down = False
    await exchanged(larder, two.larder)
    assert two.larder.favourites.all == {"a"} and not larder.post.unsent.waiting


async def test_a_change_costs_the_same_however_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    house.server.down = True
    scanned: list[str] = []
    scan = house.records.scan

    async def noted(prefix: str) -> Sequence[tuple[str, Record]]:
        scanned.append(prefix)
        return await scan(prefix)

    monkeypatch.setattr(house.records, "scan", noted)
    for key in "cab":
        await house.larder.favourites.toggle(key)
        await turns()
    unsent = house.larder.post.unsent
    assert list(unsent.waiting) == ["favourite/c", "favourite/a", "favourite/b"]
    assert "outbox/" not in scanned


async def test_the_other_tab_shows_what_came() -> None:
    one, two = two_devices()
    tab = two.larder
    other = two.enter(beside=tab)
    await one.larder.favourites.toggle("a")
    await exchanged(one.larder, tab)
    assert tab.favourites.all == other.favourites.all == {"a"}


async def test_two_tabs_send_what_waits_once() -> None:
    house = House()
    one = house.enter()
    two = house.enter(beside=one)
    house.server.down = True
    await one.favourites.toggle("a")
    await two.favourites.toggle("b")
    house.server.down = False
    await asyncio.gather(one.post.courier.go(), two.post.courier.go())
    assert len([each for each in house.server.requests if each.path == PUSH]) == 1
    assert len(house.hub.books.commits) == 3


async def test_what_is_refused_is_parked_and_the_rest_goes() -> None:
    one, two = two_devices()
    one.hub.refuses["favourite/b"] = "The server has no room for more favourites."
    for key in "abc":
        await one.larder.favourites.toggle(key)
    await exchanged(one.larder, two.larder)
    assert two.larder.favourites.all == {"a", "c"}
    unsent = one.larder.post.unsent
    assert not unsent.waiting and unsent.parked["favourite/b"].refused.startswith("The server has no room")

    await exchanged(one.larder)
    assert list(unsent.parked) == ["favourite/b"]
    one.hub.refuses.clear()
    await unsent.retry()
    await exchanged(one.larder, two.larder)
    assert two.larder.favourites.all == {"a", "b", "c"} and not unsent.parked


async def test_what_is_given_up_is_as_the_server_has_it() -> None:
    one, two = two_devices()
    await one.larder.favourites.toggle("a")
    await exchanged(one.larder, two.larder)
    one.hub.refuses["favourite/a"] = "No."
    await one.larder.favourites.toggle("a")
    await exchanged(one.larder)
    await one.larder.post.unsent.discard("favourite/a")
    await one.larder.favourites.load()
    assert one.larder.favourites.all == {"a"} and not one.larder.post.unsent.parked


async def test_what_is_heard_and_merged_is_told_in_the_same_exchange() -> None:
    one, two = two_devices()
    await one.larder.playlists.create("Road", [])
    await exchanged(one.larder, two.larder)
    (road,) = one.larder.playlists.all
    for key in "abcdefghij":
        await two.larder.favourites.toggle(key)
    await exchanged(two.larder)
    await two.larder.playlists.rename(road, "Sea")
    await exchanged(two.larder)
    one.hub.page = 1
    answer, changes = one.server.answers[PULL], list[asyncio.Task[object]]()

    def changed_meanwhile(query: dict[str, str]) -> object:
        if not changes:
            changes.append(asyncio.create_task(one.larder.playlists.add(road, [Asset("a", "Buoys")])))
        return answer(query)

    one.server.answers[PULL] = changed_meanwhile
    await exchanged(one.larder)
    assert changes and not one.larder.post.unsent.waiting
    assert len(one.larder.playlists.all[road].items) == 1


async def test_what_is_changed_here_and_deleted_elsewhere_stays_and_it_is_said() -> None:
    one, two = two_devices()
    said: list[tuple[str, str]] = []
    one.larder.post.sync.on_note = lambda body, note: said.append((body["name"], note))
    await one.larder.playlists.create("Road", [])
    await exchanged(one.larder, two.larder)
    (road,) = one.larder.playlists.all
    await two.larder.playlists.delete(road)
    await one.larder.playlists.rename(road, "Sea")
    await exchanged(two.larder, one.larder, two.larder)
    assert [each.name for each in two.larder.playlists.all.values()] == ["Sea"]
    assert [name for name, _ in said] == ["Sea"] and "deleted" in said[0][1]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_server_that_asks_who_it_is_parks_nothing(status: int) -> None:
    one, _ = two_devices()
    await one.larder.favourites.toggle("a")
    one.server.wrong(PUSH, Trouble("status", status))
    await one.larder.post.courier.go()
    await turns()
    assert one.larder.post.courier.trouble and list(one.larder.post.unsent.waiting) == ["favourite/a"]
    await exchanged(one.larder)
    assert not one.larder.post.unsent.waiting


async def test_the_furthest_place_counts_unless_somebody_went_back_by_hand() -> None:
    one, two = two_devices()
    asset = Asset("a", "Buoys", duration=600.0)
    positions = [house.larder.playback._positions for house in (one, two)]

    async def heard(which: int, place: float) -> None:
        positions[which].at(asset, place, 600.0, now=True)
        await turns()

    await heard(0, 100.0)
    await exchanged(one.larder, two.larder)
    assert await positions[1].of(asset) == 100.0
    await heard(0, 300.0)
    await heard(1, 200.0)
    await exchanged(one.larder, two.larder, one.larder)
    assert [await each.of(asset) for each in positions] == [300.0, 300.0]
    await heard(0, 30.0)
    await heard(1, 320.0)
    await exchanged(two.larder, one.larder, two.larder)
    assert [await each.of(asset) for each in positions] == [30.0, 30.0]
    assert not one.larder.post.unsent.waiting
