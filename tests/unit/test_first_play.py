"""A local copy is hashed beside its first playing: damage does not play on."""

from __future__ import annotations

import pytest

from app.core.health.first_play import HEAD_START
from app.core.play.playback import Source
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered
from tests.unit.test_check import flip
from tests.unit.test_scrub import bare
from tests.unit.test_transfers import ended


async def session(*numbers: int) -> House:
    """A new session over kept tracks, in which time stands still."""
    house = await bare(*numbers)
    await entered(house)
    return house


async def entered(house: House) -> None:
    house.clock = FakeClock(held=True)
    larder = house.enter()
    await larder.start()
    house.said = []
    larder.playback.on_notice = larder.quarantine.on_notice = house.said.append


async def pass_by(house: House) -> None:
    """Long enough for any of these to be read."""
    await house.clock.advance(HEAD_START)
    for _ in range(5):
        await house.clock.advance(1)


async def test_the_sound_comes_first() -> None:
    house = await session(1)
    read = house.larder.drivers.blobs.fault
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    assert house.sound.playing
    assert "read" not in read.names
    await pass_by(house)
    assert "read" in read.names


async def test_a_sound_copy_is_read_once_a_session() -> None:
    house = await session(1, 2)
    names = house.larder.drivers.blobs.fault.names
    for _ in range(3):
        await house.larder.playback.play(house.larder.catalog.assets, 0)
        await pass_by(house)
    assert (names.count("read"), house.said) == (1, [])
    assert house.larder.playback.source is Source.LOCAL


async def test_damage_streams_on_at_the_same_place_and_is_fetched_again() -> None:
    house = await session(1)
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    house.sound.reach(62.5)
    await pass_by(house)
    assert house.sound.loads[1:] == [(f"/api/audio/{1:032x}", 62.5)]
    assert house.sound.playing
    said = "The local copy is damaged; now streaming from 1:02. It is being fetched again."
    assert house.said == [said]
    await ended(house.larder.transfers)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    assert house.larder.playback.source is Source.LOCAL


@pytest.mark.parametrize(
    ("online", "said"),
    [
        (True, "The local copy is damaged; now streaming from 0:00. It is no longer kept here."),
        (
            False,
            "The copy of “Track 1” on this device is damaged, and the server can't be reached; "
            "it streams as soon as it can be.",
        ),
    ],
)
async def test_what_only_the_player_kept_is_said_to_be_gone(online: bool, said: str) -> None:
    house = await bare()
    asset = offered(house.server, 1)
    listing(house.server, asset)
    await house.larder.store.keep(asset, by=By.PLAYER)
    await entered(house)
    await house.larder.refresh()
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    house.server.down = not online
    await pass_by(house)
    assert house.said == [said]
    assert house.larder.vault.keeps == {} and not house.larder.transfers.all


@pytest.mark.parametrize("online", [True, False])
async def test_while_saving_is_paused_it_is_not_said_to_be_fetched(online: bool) -> None:
    house = await session(1)
    await house.larder.transfers.pause()
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    house.server.down = not online
    await pass_by(house)
    assert len(house.said) == 1 and "t is fetched again when saving goes on." in house.said[0]
    assert list(house.larder.transfers.all) == [f"{1:032x}"]


async def test_paused_meanwhile_it_stays_paused() -> None:
    house = await session(1)
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    house.sound.pause()
    await pass_by(house)
    assert house.larder.playback.source is Source.STREAM
    assert not house.sound.playing


async def test_offline_it_stops_and_says_so() -> None:
    house = await session(1)
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    house.server.down = True
    await pass_by(house)
    assert (house.sound.playing, house.larder.playback.source) == (False, Source.NONE)
    assert house.said == [
        "The copy of “Track 1” on this device is damaged, and the server can't be reached; "
        "it is fetched again as soon as it can be."
    ]
    assert house.larder.vault.badge(f"{1:032x}", listed=True) is Badge.MISSING
    await pass_by(house)
    house.server.down = False
    await house.larder.reachability.ask()
    await turns()
    await ended(house.larder.transfers)
    assert house.larder.vault.here(f"{1:032x}")


async def test_an_only_copy_stops_and_its_bytes_stay() -> None:
    house = await session(1)
    asset = house.larder.catalog.assets[0]
    listing(house.server)
    await house.larder.refresh()
    flip(house, music(1))
    await house.larder.playback.play([asset], 0)
    await pass_by(house)
    assert (house.sound.playing, len(house.said)) == (False, 1)
    assert "the server does not have its bytes" in house.said[0]
    assert ref_of(music(1)) in house.blobs.blobs


async def test_something_else_ends_it() -> None:
    house = await session(1, 2)
    flip(house, music(1))
    await house.larder.playback.play(house.larder.catalog.assets, 0)
    await house.larder.playback.step(1)
    await pass_by(house)
    assert (house.said, house.larder.playback.source) == ([], Source.LOCAL)
    assert ref_of(music(1)) in house.blobs.blobs
