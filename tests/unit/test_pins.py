"""What plays stays where it is until it has played."""

from __future__ import annotations

from app.model.ref import ref_of
from tests.doubles.tracks import music
from tests.unit.test_playback import house_with, local


async def test_what_plays_is_removed_only_afterwards() -> None:
    house, assets = await house_with(1)
    larder = house.larder
    await larder.playback.play(assets, 0)
    await larder.store.release(assets[0].key)
    assert await house.records.scan("keep/") == []
    assert ref_of(music(1)) in house.blobs.blobs
    await larder.repair()
    assert ref_of(music(1)) in house.blobs.blobs
    await larder.playback.step(1)
    assert house.blobs.blobs == {}
    assert larder.vault.sizes == {}


async def test_removed_while_it_is_opened_it_still_plays() -> None:
    house, assets = await house_with(1)
    real = house.leases.url

    async def url(ref, media_type):
        found = await real(ref, media_type)
        await house.larder.store.release(assets[0].key)
        return found

    house.leases.url = url
    await house.larder.playback.play(assets, 0)
    assert ref_of(music(1)) in house.blobs.blobs
    assert local(house)


async def test_released_and_kept_again_while_it_plays_it_stays() -> None:
    house, assets = await house_with(1)
    larder = house.larder
    await larder.playback.play(assets, 0)
    await larder.store.release(assets[0].key)
    await larder.store.keep(assets[0])
    await larder.playback.step(1)
    assert larder.vault.here(assets[0].key)
    assert house.server.sent == 10_000
