"""URLs of covers: leased while the blob is here, the server's where it can't be."""

from __future__ import annotations

from app.model.asset import Asset
from app.model.errors import BlobMissing
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import offered


async def kept() -> tuple[House, Asset]:
    house = House()
    asset = offered(house.server, 1, cover=True)
    await house.larder.store.keep(asset)
    return house, asset


async def test_a_lease_ends_with_its_blob_and_a_new_one_is_taken_for_a_new_blob() -> None:
    house, asset = await kept()
    covers = house.larder.covers
    assert covers.url(asset) == ""
    await turns()
    first = covers.url(asset)
    assert house.leases.open == {first}
    await house.larder.store.release(asset.key)
    assert house.leases.open == set()
    assert covers.url(asset).startswith("/api/audio/")
    await house.larder.store.keep(asset)
    covers.url(asset)
    await turns()
    assert house.leases.open == {covers.url(asset)} != {first}


async def test_a_lease_that_comes_when_its_blob_is_gone_is_ended() -> None:
    house, asset = await kept()
    covers, real = house.larder.covers, house.leases.url

    async def url(ref, media_type):
        found = await real(ref, media_type)
        await house.larder.store.release(asset.key)
        return found

    house.leases.url = url
    covers.url(asset)
    await turns()
    assert house.leases.open == set()
    assert covers.url(asset).startswith("/api/audio/")


async def test_a_lease_that_fails_leaves_the_servers_url() -> None:
    house, asset = await kept()
    covers, told, asked = house.larder.covers, list[str](), list[object]()
    covers.on_change = lambda: told.append(covers.url(asset))

    async def url(ref, _media_type):
        asked.append(ref)
        raise BlobMissing

    house.leases.url = url
    covers.url(asset)
    await turns()
    assert told == [covers.url(asset)] and told[0].startswith("/api/audio/")
    await turns()
    assert len(asked) == 1
