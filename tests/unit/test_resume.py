"""Going on where a connection broke, now or after a reload."""

from __future__ import annotations

import asyncio

import pytest

from app.core.vault.download import PATIENCE
from app.core.vault.media_store import original
from app.model.asset import Asset
from app.model.errors import BlobCorrupt, Offline, Rejected
from app.model.ref import ref_of
from tests.doubles.house import House
from tests.doubles.loopback import Request, Trouble
from tests.doubles.tracks import music, offered, serve, track

CUT = Trouble("cut", 4_000)
AWAY = [Trouble("status", 503)] * len(PATIENCE)


def cut(house: House, asset: Asset, *troubles: Trouble) -> str:
    path = original(asset).path
    house.server.wrong(path, *(troubles or (CUT,)))
    return path


async def left_behind(house: House, asset: Asset, *more: Trouble) -> str:
    """A keep that got 4,000 bytes and gave up."""
    path = cut(house, asset, CUT, *(more or AWAY))
    with pytest.raises(Offline):
        await house.larder.store.keep(asset)
    assert sorted(house.blobs.staged) == [original(asset).name]
    return path


@pytest.mark.parametrize("known", [True, False])
async def test_after_a_cut_only_the_rest_is_fetched(known: bool) -> None:
    house = House()
    asset, seen = offered(house.server, 1, known=known), []
    path = cut(house, asset, CUT, CUT)
    kept = await house.larder.store.keep(asset, lambda done, total: seen.append((done, total)))
    assert house.server.fetched(path) == [0, 4_000, 8_000]
    assert house.server.sent == 10_000
    assert kept.original == ref_of(music(1))
    assert seen == sorted(seen)
    assert seen[-1] == (10_000, 10_000)
    assert house.clock.slept == [0.2, 0.2]


async def test_the_rest_is_asked_for_on_condition() -> None:
    house = House()
    asset = offered(house.server, 1, known=False)
    path = cut(house, asset)
    await house.larder.store.keep(asset)
    assert house.server.requests[-1] == Request(path, 4_000, f'"{ref_of(music(1))}"')


async def test_after_a_reload_only_the_rest_is_fetched() -> None:
    house = House()
    asset = offered(house.server, 1)
    path = await left_behind(house, asset)
    house.enter()
    await house.larder.store.keep(asset)
    assert house.server.fetched(path)[-1] == 4_000
    assert house.server.sent == 10_000
    assert house.blobs.staged == {}


async def test_what_arrived_whole_before_a_reload_is_not_fetched_at_all() -> None:
    house = House()
    asset = offered(house.server, 1, cover=True)
    cut(house, asset, Trouble(""))
    house.server.wrong(f"/api/audio/{asset.key}/cover?size=large", *[Trouble("status", 503)] * 4)
    with pytest.raises(Offline):
        await house.larder.store.keep(asset)
    house.enter()
    await house.larder.store.keep(asset)
    assert house.server.fetched(original(asset).path) == [0]


async def test_without_a_validator_a_leftover_is_not_trusted() -> None:
    house = House()
    asset = offered(house.server, 1, known=False)
    path = await left_behind(house, asset)
    house.enter()
    assert (await house.larder.store.keep(asset)).original == ref_of(music(1))
    assert house.server.fetched(path)[-1] == 0
    assert house.blobs.staged == {}


@pytest.mark.parametrize("size", [3_000, 4_000, 10_000, 12_000])
@pytest.mark.parametrize("known", [True, False])
async def test_bytes_that_changed_between_two_attempts_start_over(known: bool, size: int) -> None:
    house = House()
    asset = offered(house.server, 1, known=known)
    cut(house, asset)
    real, changed = house.clock.sleep, music(2, size)

    async def sleep(seconds: float) -> None:
        serve(house.server, asset, changed)
        await real(seconds)

    house.clock.sleep = sleep
    if not known and size != asset.size:
        with pytest.raises(BlobCorrupt):
            await house.larder.store.keep(asset)
        assert house.blobs.staged == {}
        return
    kept = await house.larder.store.keep(asset)
    assert (kept.original, kept.size) == (ref_of(changed), size)
    assert set(house.blobs.blobs) == {ref_of(changed)}
    assert house.blobs.staged == {}


@pytest.mark.parametrize("size", [3_000, 4_000, 12_000])
async def test_a_leftover_of_other_bytes_starts_over_under_the_new_digest(size: int) -> None:
    house = House()
    await left_behind(house, offered(house.server, 1))
    house.enter()
    fresh = track(1, music(2, size))
    serve(house.server, fresh, music(2, size))
    assert (await house.larder.store.keep(fresh)).original == ref_of(music(2, size))
    assert house.blobs.staged == {}


@pytest.mark.parametrize("leftover", [b"torn" * 1000, music(1) + b"too long", music(1)[:5000] + bytes(100)])
async def test_a_torn_leftover_starts_over(leftover: bytes) -> None:
    house = House()
    asset = offered(house.server, 1)
    house.blobs.staged[original(asset).name] = bytearray(leftover)
    assert (await house.larder.store.keep(asset)).original == ref_of(music(1))
    assert house.blobs.blobs == {ref_of(music(1)): music(1)}


@pytest.mark.parametrize("trouble", [Trouble("page"), Trouble("status", 404)])
async def test_a_resumed_save_that_is_refused_ends_and_leaves_nothing(trouble: Trouble) -> None:
    house = House()
    asset = offered(house.server, 1)
    path = cut(house, asset, CUT, trouble, trouble)
    with pytest.raises(Rejected):
        await house.larder.store.keep(asset)
    assert len(house.server.fetched(path)) == 3
    assert house.blobs.staged == {}


@pytest.mark.parametrize("trouble", [Trouble("flip", 6_000), Trouble("short", 9)])
async def test_a_rest_that_is_wrong_is_fetched_once_more_and_then_refused(trouble: Trouble) -> None:
    house = House()
    asset = offered(house.server, 1)
    path = cut(house, asset, CUT, trouble)
    await house.larder.store.keep(asset)
    assert house.server.fetched(path) == [0, 4_000, 0]
    house = House()
    cut(house, asset, CUT, trouble, trouble)
    serve(house.server, asset, music(1))
    with pytest.raises(BlobCorrupt):
        await house.larder.store.keep(asset)
    assert house.blobs.staged == house.blobs.blobs == {}


async def test_a_connection_that_always_breaks_at_the_same_place_is_given_up() -> None:
    house = House()
    asset = offered(house.server, 1, known=False)
    house.server.serve(original(asset).path, music(1), etag=False, digest=False)
    path = cut(house, asset, *[CUT] * 50)
    with pytest.raises(Offline):
        await asyncio.wait_for(house.larder.store.keep(asset), 5)
    assert len(house.server.fetched(path)) <= 10


async def test_patience_begins_anew_when_it_came_further() -> None:
    house = House()
    asset = offered(house.server, 1)
    step = Trouble("cut", 1_500)
    cut(house, asset, step, *AWAY[:2], step, *AWAY[:2], step)
    assert await house.larder.store.keep(asset)
    assert house.clock.slept == [0.2, 1.0, 3.0] * 2 + [0.2]
    assert house.server.sent == 10_000
