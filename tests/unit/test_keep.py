"""Keeping an asset: whole, checked, once."""

from __future__ import annotations

import asyncio

import pytest

from app.core.vault.media_store import original
from app.model.errors import BlobCorrupt, LarderError, Offline, Rejected, VaultFull
from app.model.ref import ref_of
from app.model.vault.keep import keep as keep_of
from app.model.vault.room import MARGIN
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import music, offered, serve, track

NOTHING = {"blobs": {}, "staged": [], "records": {}}


async def test_a_keep_is_bytes_cover_and_record_and_progress_only_grows() -> None:
    house = House()
    asset, seen = offered(house.server, 1, cover=True, known=False), []
    kept = await house.larder.store.keep(asset, lambda done, total: seen.append((done, total)))
    cover = b"cover of " + asset.key.encode()
    assert house.blobs.blobs == {ref_of(music(1)): music(1), ref_of(cover): cover}
    assert keep_of(await house.records.get(kept.key)) == kept
    assert (kept.original, kept.size, kept.cover, kept.asset.digest) == (
        ref_of(music(1)),
        10_000,
        ref_of(cover),
        ref_of(music(1)),
    )
    assert seen == sorted(seen) and seen[0][0] > 0
    assert seen[-1] == (10_000, 10_000)
    assert house.larder.vault.here(asset.key) == kept
    assert house.blobs.staged == {}


async def test_what_is_kept_is_not_fetched_again() -> None:
    house = House()
    asset = offered(house.server, 1)
    kept = await house.larder.store.keep(asset)
    assert await house.larder.store.keep(asset) == kept
    assert house.server.sent == 10_000


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble("page"), Rejected),
        (Trouble("status", 404), Rejected),
        (Trouble("status", 401), Rejected),
        (Trouble("flip", 5000), BlobCorrupt),
        (Trouble("short", 1), BlobCorrupt),
        (Trouble("short", 10_000), BlobCorrupt),
    ],
)
async def test_wrong_bytes_leave_nothing(known: bool, trouble: Trouble, error: type[LarderError]) -> None:
    house = House()
    asset = offered(house.server, 1)
    if not known:
        asset = track(1, music(1), known=False)
    house.server.wrong(original(asset).path, trouble)
    with pytest.raises(error):
        await house.larder.store.keep(asset)
    assert await house.stored() == NOTHING
    assert (await house.larder.store.keep(asset)).original == ref_of(music(1))


async def test_without_any_digest_a_short_body_is_refused_by_its_size() -> None:
    house = House()
    asset = offered(house.server, 1, known=False)
    for trouble in (Trouble("short", 1), Trouble("short", 10_000)):
        house.server.wrong(original(asset).path, trouble)
        with pytest.raises(BlobCorrupt):
            await house.larder.store.keep(asset)
    assert await house.stored() == NOTHING


async def test_an_empty_body_is_never_a_blob() -> None:
    house = House()
    asset = track(1, b"", known=False, cover=True)
    house.server.serve(original(asset).path, b"", digest=False)
    with pytest.raises(BlobCorrupt):
        await house.larder.store.keep(asset)
    assert await house.stored() == NOTHING


@pytest.mark.parametrize(("kind", "at"), [("status", 404), ("page", 0), ("flip", 3), ("short", 41)])
async def test_a_track_without_its_cover_is_better_than_none(kind: str, at: int) -> None:
    house = House()
    asset = offered(house.server, 1, cover=True)
    house.server.wrong(f"/api/audio/{asset.key}/cover?size=large", Trouble(kind, at))
    assert (await house.larder.store.keep(asset)).cover is None
    assert set(house.blobs.blobs) == {ref_of(music(1))}
    assert house.blobs.staged == {}


@pytest.mark.parametrize("known", [True, False])
async def test_the_same_bytes_are_stored_once_and_releasing_one_leaves_the_other(known: bool) -> None:
    house = House()
    one, two = (offered(house.server, n, music(7), known=known, cover=True) for n in (1, 2))
    store, vault = house.larder.store, house.larder.vault
    await store.keep(one)
    await store.keep(two)
    assert house.blobs.staged == {}
    assert sorted(map(len, house.blobs.blobs.values())) == [41, 41, 10_000]
    assert (vault.originals().items, vault.originals().bytes) == (1, 10_000)
    await store.release(one.key)
    assert vault.here(one.key) is None
    assert await store.open(two.key, house.leases)
    assert house.blobs.blobs[ref_of(music(7))] == music(7)
    await store.release(two.key)
    assert await house.stored() == NOTHING
    assert vault.sizes == {}


async def test_releasing_one_while_its_twin_is_being_kept_hurts_neither() -> None:
    house = House()
    one, two = offered(house.server, 1, music(7)), offered(house.server, 2, music(7), cover=True)
    store = house.larder.store
    await store.keep(one)
    keeping = asyncio.create_task(store.keep(two))
    while not house.server.fetched(f"/api/audio/{two.key}/cover?size=large"):
        await asyncio.sleep(0)
    await store.release(one.key)
    await keeping
    assert house.larder.vault.here(two.key)
    assert ref_of(music(7)) in house.blobs.blobs


@pytest.mark.parametrize("turn", range(24))
async def test_kept_again_at_the_very_moment_it_is_removed_it_is_whole_or_gone(turn: int) -> None:
    house = House()
    asset = offered(house.server, 1)
    larder = house.larder
    await larder.store.keep(asset)
    releasing = asyncio.create_task(larder.store.release(asset.key))
    await turns(turn)
    await larder.store.keep(asset)
    await releasing
    assert set(house.blobs.blobs) == larder.vault.referenced()
    assert await house.records.scan("keep/") == [(k.key, k.as_json()) for k in larder.vault.keeps.values()]


async def test_two_at_once_are_one() -> None:
    house = House()
    asset = offered(house.server, 1, cover=True, known=False)
    first, second = await asyncio.gather(*(house.larder.store.keep(asset) for _ in range(2)))
    assert first == second
    assert house.server.sent == 10_000 + 41
    assert len((await house.stored())["records"]) == 1


async def test_room_is_looked_for_before_a_byte_moves() -> None:
    house = House()
    asset = offered(house.server, 1)
    house.quota.free = 10_000 + MARGIN - 1
    with pytest.raises(VaultFull, match=r"“Track 1” was not saved.*Everything already kept is safe"):
        await house.larder.store.keep(asset)
    assert house.server.requests == []
    assert await house.stored() == NOTHING
    house.quota.free += 1
    assert await house.larder.store.keep(asset)


async def test_bytes_that_the_server_has_replaced_are_taken_as_they_are_now() -> None:
    house = House()
    asset = offered(house.server, 1)
    serve(house.server, asset, music(2, 12_000))
    kept = await house.larder.store.keep(asset)
    assert (kept.original, kept.size) == (ref_of(music(2, 12_000)), 12_000)


async def test_offline_leaves_what_came_to_go_on_with() -> None:
    house = House()
    asset = offered(house.server, 1)
    house.server.down = True
    with pytest.raises(Offline):
        await house.larder.store.keep(asset)
    assert await house.stored() == NOTHING
    assert house.clock.slept == [0.2, 1.0, 3.0]


@pytest.mark.parametrize("how", ["flipped", "cut", "sound"])
@pytest.mark.parametrize("known", [True, False])
async def test_a_blob_that_nobody_vouches_for_is_hashed_before_it_is_anybodys(known: bool, how: str) -> None:
    house, data = House(), music(1)
    asset = offered(house.server, 1, known=known, cover=True)
    bad = {"flipped": bytes([data[0] ^ 1]) + data[1:], "cut": data[:-1], "sound": data}
    house.blobs.blobs[ref_of(data)] = bad[how]
    await house.larder.vault.load()
    kept = await house.larder.store.keep(asset)
    assert house.blobs.blobs[kept.original] == data
    assert house.larder.vault.here(asset.key) == kept
    assert kept.size == len(data)
    fetched = how != "sound" or not known
    assert (f"/api/audio/{asset.key}" in {each.path for each in house.server.requests}) == fetched
    assert await house.records.scan("quarantine/") == []
    assert house.blobs.staged == {}


async def test_a_cover_that_nobody_vouches_for_gives_way_to_the_one_that_came() -> None:
    house = House()
    asset = offered(house.server, 1, cover=True)
    picture = b"cover of " + asset.key.encode()
    house.blobs.blobs[ref_of(picture)] = b"x" + picture[1:]
    await house.larder.vault.load()
    kept = await house.larder.store.keep(asset)
    assert kept.cover is not None
    assert house.blobs.blobs[kept.cover] == picture
