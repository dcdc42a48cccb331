"""Waveforms: from saved bytes or from the server, asked for once, and never made up."""

from __future__ import annotations

import asyncio
from array import array

import pytest

from app.core.peaks.waveforms import AT_HAND, path
from app.model.asset import Asset
from app.model.audio.peaks import Peaks
from app.model.audio.waveform_dat import decode, encode
from app.model.errors import Undecodable, VaultFull
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.house import PEAKS, House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import music, offered
from tests.faults.fault import Failing

DAT = encode(PEAKS)


def served(house: House, number: int = 1, data: bytes = DAT) -> Asset:
    """A track whose waveform the server has."""
    asset = offered(house.server, number, peaks=True)
    house.server.serve(path(asset), data, "application/octet-stream")
    return asset


async def seen(house: House, asset: Asset, frames: int = 20) -> object:
    """What a view has after asking at every frame."""
    found = None
    for _ in range(frames):
        found = house.larder.waveforms.get(asset)
        await turns(5)
    return found


async def test_of_a_track_that_is_not_saved_it_is_the_servers_or_none() -> None:
    house = House()
    asset, bare = served(house), offered(house.server, 2)
    assert await seen(house, asset) == PEAKS
    assert await seen(house, bare) is None
    assert house.server.fetched(path(asset)) == [0]
    assert house.server.fetched(path(bare)) == []
    assert house.makes == []
    assert house.blobs.blobs == {}


@pytest.mark.parametrize("broken", [b"", b"<html>", DAT[:-1], bytes(100)])
async def test_a_broken_one_is_asked_for_once(broken: bytes) -> None:
    house = House()
    asset = served(house, data=broken)
    assert await seen(house, asset) is None
    assert len(house.server.fetched(path(asset))) == 1


@pytest.mark.parametrize("trouble", [Trouble("status", 404), Trouble("status", 503), Trouble("cut", 5)])
async def test_one_that_is_refused_is_asked_for_again_only_when_told(trouble: Trouble) -> None:
    house = House()
    asset = served(house)
    house.server.wrong(path(asset), trouble)
    assert await seen(house, asset) is None
    assert len(house.server.fetched(path(asset))) == 1
    house.larder.waveforms.again()
    assert await seen(house, asset) == PEAKS


async def test_back_online_it_is_asked_for_again() -> None:
    house = House()
    asset = served(house)
    house.server.down = True
    await house.larder.reachability.ask()
    assert await seen(house, asset) is None
    house.server.down = False
    await house.larder.reachability.ask()
    assert await seen(house, asset) == PEAKS


async def test_of_a_saved_track_it_is_made_kept_and_sent() -> None:
    house = House()
    asset, told = offered(house.server, 1), []
    house.larder.waveforms.on_change = told.append
    kept = await house.larder.store.keep(asset)
    assert await seen(house, asset) is None
    await house.larder.waveforms.ensure(kept)
    assert house.larder.waveforms.get(asset) == PEAKS
    assert told == [asset.key]
    assert house.makes == [10_000]
    assert decode(house.server.bodies[path(asset)]) == PEAKS
    assert house.larder.vault.keeps[asset.key].peaks == ref_of(DAT)
    house.server.down = True
    larder = house.enter()
    await larder.start()
    await larder.waveforms.ensure(larder.vault.keeps[asset.key])
    assert await seen(house, asset) == PEAKS
    assert house.makes == [10_000]


async def test_of_a_saved_track_the_servers_is_taken_first() -> None:
    house = House()
    asset = served(house)
    kept = await house.larder.store.keep(asset)
    await house.larder.waveforms.ensure(kept)
    assert house.makes == []
    assert house.blobs.blobs[ref_of(DAT)] == DAT


OTHER = Peaks(44100, 256, array("h", [-7, -8]), array("h", [9, 10]))


async def test_a_file_that_the_server_has_changed_since_lends_its_waveform_to_nobody() -> None:
    house = House()
    kept = await house.larder.store.keep(offered(house.server, 1, peaks=True))
    changed = offered(house.server, 1, music(2), peaks=True)
    house.server.serve(path(changed), encode(OTHER), "application/octet-stream")
    assert await seen(house, changed) is None
    await house.larder.waveforms.ensure(kept)
    assert house.larder.waveforms.get(kept.asset) == PEAKS
    assert house.makes == [10_000] and house.server.bodies == {}
    assert house.larder.vault.keeps[kept.asset.key].peaks == ref_of(DAT)


async def test_a_server_that_refuses_it_does_not_lose_it() -> None:
    house = House()
    asset = offered(house.server, 1)
    kept = await house.larder.store.keep(asset)
    house.server.wrong(path(asset), Trouble("status", 403))
    await house.larder.waveforms.ensure(kept)
    assert ref_of(DAT) in house.blobs.blobs


async def test_what_nobody_can_decode_has_none() -> None:
    house = House()
    asset = offered(house.server, 1)
    kept, house.make_error = await house.larder.store.keep(asset), Undecodable()
    for _ in range(2):
        await house.larder.waveforms.ensure(kept)
    assert house.makes == [10_000]
    assert await seen(house, asset) is None
    assert set(house.blobs.blobs) == {ref_of(music(1))}
    assert house.server.bodies == {}


async def test_released_or_replaced_while_it_is_made_it_is_not_attached() -> None:
    house = House()
    asset = offered(house.server, 1)
    store = house.larder.store
    kept = await store.keep(asset)
    await store.release(asset.key)
    await house.larder.waveforms.ensure(kept)
    assert house.blobs.blobs == {}
    assert house.larder.vault.sizes == {}
    fresh = offered(house.server, 1, music(2))
    await store.keep(fresh)
    await store.attach_peaks(kept, DAT)
    assert set(house.blobs.blobs) == {ref_of(music(2))}


@pytest.mark.parametrize("leftover", [DAT[:3], DAT + b"more", bytes(len(DAT))])
async def test_a_torn_one_of_a_killed_tab_is_written_anew(leftover: bytes) -> None:
    house = House()
    kept = await house.larder.store.keep(offered(house.server, 1))
    house.blobs.staged[ref_of(DAT)[7:71]] = bytearray(leftover)
    await house.larder.store.attach_peaks(kept, DAT)
    assert house.blobs.blobs[ref_of(DAT)] == DAT
    assert house.blobs.staged == {}


async def test_a_call_that_fails_while_it_is_attached_leaves_all_or_nothing() -> None:
    for at in range(1, 9):
        house = House()
        asset = offered(house.server, 1)
        await house.larder.store.keep(asset)
        larder = house.enter(fault := Failing(0, VaultFull))
        await larder.vault.load()
        fault.at = fault.calls + at
        try:
            await larder.store.attach_peaks(larder.vault.keeps[asset.key], DAT)
        except VaultFull:
            assert set(house.blobs.blobs) == {ref_of(music(1))}
            assert house.blobs.staged == {}
        assert set(house.blobs.blobs) == larder.vault.referenced()


async def test_two_titles_of_the_same_bytes_share_it_and_lose_it_one_by_one() -> None:
    house = House()
    one, two = offered(house.server, 1, music(1)), offered(house.server, 2, music(1))
    store = house.larder.store
    kept, other = await store.keep(one), await store.keep(two)
    await store.attach_peaks(other, DAT)
    await asyncio.gather(store.attach_peaks(kept, DAT), store.release(two.key))
    assert set(house.blobs.blobs) == house.larder.vault.referenced() == {ref_of(music(1)), ref_of(DAT)}


async def test_of_a_long_list_only_the_last_ones_are_remembered() -> None:
    house = House()
    assets = [served(house, number) for number in range(AT_HAND + 10)]
    for asset in assets:
        assert await seen(house, asset, 2) == PEAKS
    assert len(house.larder.waveforms._known) == AT_HAND
    assert await seen(house, assets[0]) == PEAKS
