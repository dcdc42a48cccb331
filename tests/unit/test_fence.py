"""A session that freezes with the pen in its hand, and thaws when another has taken it."""

from __future__ import annotations

import asyncio

import pytest

from app.core.larder import Larder
from app.core.vault import writer
from app.core.vault.pen import FENCE
from app.model.audio.waveform_dat import encode
from app.model.batch import Batch
from app.model.errors import Conflict
from app.model.ref import ref_of
from app.model.vault.keep import By
from tests.doubles.house import PEAKS, House
from tests.doubles.tracks import music, offered
from tests.faults.fault import Frozen


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PATIENCE", 0.01)


async def tabs() -> tuple[House, Frozen, Larder, Larder]:
    """Two sessions that share stores and locks; the first has a frost that nothing meets yet."""
    house, frost = House(), Frozen()
    one = house.enter(frost)
    two = house.enter(beside=one)
    for larder in (one, two):
        await larder.start()
    return house, frost, one, two


async def whole(house: House) -> None:
    """A third session finds exactly the bytes that the records name, and nothing to put right."""
    fresh = house.enter()
    await fresh.start()
    assert set(house.blobs.blobs) == fresh.vault.referenced()
    assert house.blobs.staged == {}
    assert (await fresh.check(lambda *_: None)).clean


@pytest.mark.parametrize("name", ["stage", "commit", "apply"])
@pytest.mark.parametrize("known", [True, False])
async def test_a_save_that_froze_is_made_again_and_takes_nothing_from_the_other(
    name: str, known: bool
) -> None:
    house, frost, one, two = await tabs()
    asset, other = offered(house.server, 1, known=known, cover=True), offered(house.server, 2, cover=True)
    # The first two stagings are of the download itself.
    frost.before(name, {"stage": 3}.get(name, 1))
    saving = asyncio.ensure_future(one.store.keep(asset))
    await frost.reached.wait()
    await two.store.keep(other)
    frost.thaw()
    assert (await saving).asset.key == asset.key
    await two.vault.load()
    assert two.vault.here(asset.key) and two.vault.here(other.key)
    assert house.server.fetched(f"/api/audio/{asset.key}") in ([0], [0, 0])
    await whole(house)


@pytest.mark.parametrize(("name", "number"), [("scan", 1), ("get", 3)])
async def test_bytes_that_the_other_kept_again_are_not_deleted_by_who_thaws(name: str, number: int) -> None:
    house, frost, one, two = await tabs()
    asset = offered(house.server, 1)
    await one.store.keep(asset)
    await two.vault.load()
    frost.before(name, number)
    removing = asyncio.ensure_future(one.store.release(asset.key))
    await frost.reached.wait()
    await two.store.keep(asset)
    assert house.server.sent == 10_000
    frost.thaw()
    await removing
    assert ref_of(music(1)) in house.blobs.blobs
    await whole(house)


async def test_a_removal_that_froze_before_its_batch_changes_nothing() -> None:
    house, frost, one, two = await tabs()
    asset, other = offered(house.server, 1), offered(house.server, 2)
    await one.store.keep(asset)
    frost.before("apply")
    removing = asyncio.ensure_future(one.store.release(asset.key))
    await frost.reached.wait()
    await two.store.keep(other)
    frost.thaw()
    with pytest.raises(Conflict):
        await removing
    await two.vault.load()
    assert two.vault.here(asset.key) and two.vault.here(other.key)
    await whole(house)


async def test_many_that_waited_for_a_frozen_one_do_not_overtake_each_other() -> None:
    house, frost, one, two = await tabs()
    assets = [offered(house.server, number) for number in range(1, 7)]
    await one.store.keep(assets[0])
    frost.before("apply")
    removing = asyncio.ensure_future(one.store.release(assets[0].key))
    await frost.reached.wait()
    await asyncio.gather(*(two.store.keep(asset) for asset in assets[1:]))
    assert all(house.server.fetched(f"/api/audio/{asset.key}") == [0] for asset in assets)
    frost.thaw()
    with pytest.raises(Conflict):
        await removing
    await whole(house)


async def test_frozen_before_it_has_seen_the_fence_it_has_no_pen_beside_another() -> None:
    house, frost, one, _ = await tabs()
    snow = Frozen()
    two = house.enter(snow, beside=one)
    await two.start()
    for larder in (one, two):
        larder.drivers.hints.on_hint = lambda _: None
    first, second, third = (offered(house.server, number) for number in (1, 2, 3))
    await one.waveforms.ensure(await one.store.keep(first))
    kept = await two.store.keep(second)
    frost.before("get", 2)
    removing = asyncio.ensure_future(one.store.release(first.key))
    await frost.reached.wait()
    await two.store.keep(third)
    snow.before("apply")
    drawing = asyncio.ensure_future(two.store.attach_peaks(kept, encode(PEAKS)))
    await snow.reached.wait()
    frost.thaw()
    await removing
    snow.thaw()
    with pytest.raises(Conflict):
        await drawing
    await whole(house)


@pytest.mark.parametrize("here", [False, True])
async def test_stopped_when_the_pen_is_taken_it_is_stopped_and_not_begun_anew(here: bool) -> None:
    house = House()
    asset = offered(house.server, 1)
    if here:
        await house.larder.store.keep(asset, by=By.PLAYER)
    real, calls = house.records.apply, 0

    async def apply(batch: Batch) -> None:
        nonlocal calls
        await real(batch)
        if any(key.startswith("keep/") for key in batch.put):
            calls += 1
            task.cancel()
            await real(Batch(put={FENCE: {"epoch": 7}}))

    house.records.apply = apply
    task = asyncio.ensure_future(house.larder.store.keep(asset))
    await asyncio.wait([task])
    assert task.cancelled()
    assert (calls, house.server.sent) == (1, 10_000)
    larder = house.enter()
    await larder.start()
    assert larder.vault.here(asset.key)
