"""The library as the server lists it, page by page, and as it was last seen."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from app.core.catalog import PAGE
from app.core.larder import Larder
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.errors import LarderError, Offline, Rejected, VaultFull
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import listing, track
from tests.faults.fault import Dead, Failing, Fault, Full, Killed, Slow

LIBRARY = "/api/library"


def many(count: int) -> list[Asset]:
    return [track(number, b"x" * number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 2 * PAGE + 500])
async def test_every_page_is_fetched_and_remembered(count: int) -> None:
    house = House()
    listing(house.server, *many(count))
    assert not house.larder.catalog.seen
    assert await house.larder.catalog.refresh()
    assert house.larder.catalog.assets == tuple(many(count))
    assert house.larder.catalog.seen
    house.server.down = True
    catalog = house.enter().catalog
    await catalog.load()
    assert (catalog.assets, catalog.seen) == (tuple(many(count)), True)
    assert catalog.by_key.keys() == {asset.key for asset in many(count)}


async def test_unchanged_nothing_is_fetched_again_even_after_a_reload() -> None:
    house = House()
    listing(house.server, *many(3))
    await house.larder.catalog.refresh()
    assert not await house.larder.catalog.refresh()
    catalog = house.enter().catalog
    await catalog.load()
    assert not await catalog.refresh()
    assert [request.etag != "" for request in house.server.requests] == [False, True, True]


async def test_a_shorter_library_leaves_no_old_page() -> None:
    house = House()
    listing(house.server, *many(2 * PAGE + 1))
    await house.larder.catalog.refresh()
    listing(house.server, *many(2))
    await house.larder.catalog.refresh()
    catalog = house.enter().catalog
    await catalog.load()
    assert catalog.assets == tuple(many(2))


@pytest.mark.parametrize(("kind", "at"), [("status", 503), ("status", 401), ("page", 0), ("hang", 0)])
@pytest.mark.parametrize("page", [0, 1])
async def test_a_list_that_does_not_come_whole_changes_nothing(page: int, kind: str, at: int) -> None:
    house = House()
    catalog = house.larder.catalog
    listing(house.server, *many(3))
    await catalog.refresh()
    listing(house.server, *many(PAGE + 5))
    house.server.wrong(LIBRARY, *[Trouble("")] * page, Trouble(kind, at))
    with pytest.raises((Offline, Rejected)):
        await catalog.refresh()
    assert len(catalog.assets) == 3
    again = house.enter().catalog
    await again.load()
    assert len(again.assets) == 3
    assert await again.refresh()
    assert len(again.assets) == PAGE + 5


@pytest.mark.parametrize(
    "answer",
    [[], {}, {"items": None}, {"items": [{}], "next": None}, {"items": [3]}, {"items": []}, "sign in", None],
)
async def test_an_answer_that_is_no_library_is_refused_and_never_stored(answer: object) -> None:
    house = House()
    listing(house.server, *many(3))
    await house.larder.catalog.refresh()
    house.server.answers[LIBRARY] = lambda _: answer
    with pytest.raises(LarderError):
        await house.larder.catalog.refresh()
    catalog = house.enter().catalog
    await catalog.load()
    assert catalog.assets == tuple(many(3))


async def test_fields_of_a_newer_server_are_ignored() -> None:
    house = House()
    line = {**track(1, b"x").as_json(), "mood": "blue"}
    house.server.answers[LIBRARY] = lambda _: {"items": [line], "next": None, "total": 1}
    await house.larder.catalog.refresh()
    assert house.larder.catalog.assets == (track(1, b"x"),)


async def test_a_list_that_does_not_fit_is_shown_all_the_same() -> None:
    house = House()
    listing(house.server, *many(3))
    catalog = house.enter(Full(1)).catalog
    assert await catalog.refresh()
    assert catalog.assets == tuple(many(3))
    assert await catalog.refresh()


async def test_two_refreshes_at_once_are_one_after_the_other() -> None:
    house = House()
    listing(house.server, *many(PAGE + 5))
    assert await asyncio.gather(*(house.larder.catalog.refresh() for _ in range(2))) == [True, False]


@pytest.mark.parametrize("at", range(1, 9))
async def test_killed_while_it_remembers_a_list_is_the_old_one_or_the_new_one(at: int) -> None:
    house = House()
    old, new = many(3), many(2 * PAGE + 5)
    listing(house.server, *old)
    await house.larder.catalog.refresh()
    listing(house.server, *new)
    catalog = house.enter(Dead(at)).catalog
    with suppress(Killed):
        await catalog.load()
        await catalog.refresh()
    catalog = house.enter().catalog
    await catalog.load()
    assert catalog.assets in (tuple(old), tuple(new))
    await catalog.refresh()
    assert catalog.assets == tuple(new)
    listing(house.server, *old)
    await catalog.refresh()
    assert len(await house.records.scan("library/")) == 1


async def both(one: Larder, two: Larder) -> None:
    await asyncio.gather(one.catalog.refresh(), two.catalog.refresh(), return_exceptions=True)


@pytest.mark.parametrize("slow", [0, 1, 2, 3, 5, 8])
@pytest.mark.parametrize("at", range(1, 8))
async def test_full_in_one_tab_while_another_remembers_the_same_list(
    at: int, slow: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.catalog.PAGE", 2)
    house = House()
    old, new = many(3), many(5)
    listing(house.server, *old)
    await house.larder.catalog.refresh()
    listing(house.server, *new)
    one = house.enter(Fault())
    two = house.enter(Slow(slow), beside=one)
    house.server.fault = Fault()
    for larder in (one, two):
        await larder.catalog.load()
    one.drivers.records.fault = Failing(at, VaultFull)
    await both(one, two)
    catalog = house.enter().catalog
    await catalog.load()
    assert catalog.assets in (tuple(old), tuple(new))


async def test_a_list_that_lost_a_page_is_no_list() -> None:
    house = House()
    listing(house.server, *many(PAGE + 5))
    await house.larder.catalog.refresh()
    pages = await house.records.scan("library/")
    await house.records.apply(Batch(delete=(pages[0][0],)))
    catalog = house.enter().catalog
    await catalog.load()
    assert not catalog.seen
    assert await catalog.refresh()
    assert len(catalog.assets) == PAGE + 5


async def test_a_list_of_an_earlier_version_is_read() -> None:
    house = House()
    listing(house.server, *many(PAGE + 5))
    await house.larder.catalog.refresh()
    head = await house.records.get("head/library")
    await house.records.apply(Batch(put={"head/library": {"etag": head["etag"]}}))
    catalog = house.enter().catalog
    await catalog.load()
    assert len(catalog.assets) == PAGE + 5
