"""What a start puts right, and what it leaves alone."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from app.core.vault.media_store import cover, original
from app.model.batch import Batch
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.limits import Limits
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered, track


async def test_what_no_record_names_is_swept_and_the_rest_stays() -> None:
    house = House()
    asset = offered(house.server, 1, cover=True)
    await house.larder.store.keep(asset)
    before = await house.stored()
    house.blobs.blobs |= {ref_of(b"one"): b"one", ref_of(b"two"): b"two"}
    larder = house.enter()
    await larder.vault.load()
    await larder.repair()
    assert await house.stored() == before
    assert larder.vault.sizes == {ref: len(data) for ref, data in house.blobs.blobs.items()}


async def test_a_record_without_bytes_stays_and_says_missing() -> None:
    house = House()
    asset = offered(house.server, 1)
    await house.larder.store.keep(asset)
    house.blobs.blobs.clear()
    larder = house.enter()
    await larder.repair()
    assert larder.vault.badge(asset.key, listed=True) is Badge.MISSING
    assert larder.vault.here(asset.key) is None
    await larder.store.keep(asset)
    assert larder.vault.here(asset.key)


async def test_a_truncated_blob_is_missing_and_can_be_fetched_again() -> None:
    house = House()
    one, two = offered(house.server, 1), offered(house.server, 2)
    await house.larder.store.keep(one)
    await house.larder.store.keep(two)
    house.blobs.blobs[ref_of(music(1))] = music(1)[:-1]
    larder = house.enter()
    await larder.repair()
    assert larder.vault.here(one.key) is None
    assert larder.vault.here(two.key)
    await larder.store.keep(one)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)


@pytest.mark.parametrize(
    ("age", "names", "left"),
    [
        (7200, ["keep-old", "cover-old", "a" * 64], []),
        (0, ["keep-young"], ["keep-young"]),
        (0, [ref_of(b"torn"), "file.crswap"], []),
    ],
)
async def test_old_stagings_go_young_ones_stay_torn_ones_go(age: int, names: list, left: list) -> None:
    house = House()
    house.clock.time = time.time() + age
    house.blobs.staged = {name: bytearray(b"x") for name in names}
    await house.larder.repair()
    assert sorted(house.blobs.staged) == left


async def test_a_save_that_will_go_on_keeps_what_it_has_at_any_age() -> None:
    house = House()
    asset = track(1, music(1), cover=True)
    await house.records.apply(Batch(put={f"transfer/{asset.key}": asset.as_json()}))
    for wanted in (original(asset), cover(asset)):
        house.blobs.staged[wanted.name] = bytearray(b"x")
    house.blobs.blobs[ref_of(music(1))] = music(1)
    house.clock.time = time.time() + 10_000_000
    await house.larder.repair()
    assert sorted(house.blobs.staged) == sorted([original(asset).name, cover(asset).name])
    assert ref_of(music(1)) in house.blobs.blobs


async def test_a_record_that_cannot_be_read_loses_nothing_and_stops_nothing() -> None:
    house = House()
    strange, plain = offered(house.server, 1), offered(house.server, 2)
    for each in (strange, plain):
        await house.larder.store.keep(each)
    await house.records.apply(Batch(put={f"keep/{strange.key}": {"v": 99, "blob": ref_of(music(1))}}))
    before = await house.stored()
    larder = house.enter()
    await larder.start()
    await larder.repair()
    assert larder.vault.here(plain.key)
    assert await house.stored() == before


async def test_a_ticket_that_cannot_be_read_stops_nothing_and_keeps_what_has_arrived() -> None:
    house = House()
    plain = track(1, music(1), cover=True)
    await house.records.apply(
        Batch(
            put={
                "transfer/strange": {"v": 9, "blob": ref_of(music(2))},
                f"transfer/{plain.key}": plain.as_json(),
            }
        )
    )
    waiting = (plain, replace(plain, key="strange"))
    names = [wanted(each).name for each in waiting for wanted in (original, cover)]
    house.blobs.staged = {name: bytearray(b"x") for name in [*names, "keep-old"]}
    house.blobs.blobs = {ref_of(data): data for data in (music(2), b"stray")}
    house.clock.time = time.time() + 10_000_000
    larder = house.enter()
    await larder.start()
    assert list((await larder.examine(lambda *_: None)).leftovers) == ["keep-old"]
    await larder.repair()
    assert sorted(house.blobs.staged) == sorted(names)
    assert list(house.blobs.blobs) == [ref_of(music(2))]


@pytest.mark.parametrize(
    ("key", "record"),
    [
        ("head/library", {"v": 9}),
        ("head/library", {"etag": 7}),
        ("head/library", {"etag": '"one"', "pages": "many"}),
        ("library/-one-/000000", {"v": 9}),
        ("library/-one-/000000", {"items": 3}),
        ("library/-one-/000000", {"items": [{"v": 9}]}),
        ("head/check", {"v": 9}),
        ("head/check", {"at": None, "seconds": 1, "items": 1, "bytes": 1, "bad": 1}),
        ("setting/vault", {"budget": "much"}),
        ("setting/vault", {"budget": None}),
        ("used/x", {"v": 9}),
    ],
)
async def test_a_record_that_cannot_be_read_does_not_stop_the_page(key: str, record: dict) -> None:
    house = House()
    asset = offered(house.server, 1)
    listing(house.server, asset)
    await house.larder.store.keep(asset)
    if key.startswith("library/"):
        await house.records.apply(Batch(put={"head/library": {"etag": '"one"'}}))
    await house.records.apply(Batch(put={key: record}))
    larder = house.enter()
    await larder.start()
    assert larder.vault.here(asset.key)
    assert (larder.checked, larder.retention.limits) == (None, Limits())
    assert not larder.catalog.seen
    await larder.refresh()
    assert larder.catalog.assets == (asset,)
    await larder.retention.limit(Limits(budget=0))
