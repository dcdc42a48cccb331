"""The vault reads itself again, a little at a time, and heals what it finds."""

from __future__ import annotations

import asyncio

import pytest

from app.core.health import scrub
from app.core.larder import Larder
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered
from tests.unit.test_check import flip, kept
from tests.unit.test_transfers import ended


async def bare(*numbers: int) -> House:
    """Tracks kept without covers, a minute apart, all listed; `said` is what the user was told."""
    house = House()
    assets = [offered(house.server, number) for number in numbers]
    listing(house.server, *assets)
    await house.larder.refresh()
    for asset in assets:
        house.clock.time += 60
        await house.larder.store.keep(asset)
    house.said = []
    house.larder.quarantine.on_notice = house.said.append
    return house


def badge(larder: Larder, number: int) -> Badge:
    return larder.vault.badge(f"{number:032x}", listed=True)


async def test_what_was_read_longest_ago_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "BYTES", 20_000)
    house = await bare(1, 2, 3)
    larder, read = house.larder, []
    prove = larder.proofs.prove

    async def noted(ref):
        read.append(ref)
        house.clock.time += 1
        return await prove(ref)

    larder.proofs.prove = noted
    for _ in range(3):
        house.clock.time += 3600
        assert (await larder.scrub.round()).bytes == 20_000
    assert read == [ref_of(music(number)) for number in (1, 2, 3, 1, 2, 3)]


async def test_a_round_ends_in_time() -> None:
    house = await bare(1, 2, 3)
    prove = house.larder.proofs.prove

    async def slowly(ref):
        house.clock.time += scrub.SECONDS / 2
        return await prove(ref)

    house.larder.proofs.prove = slowly
    assert (await house.larder.scrub.round()).blobs == 2


async def test_when_it_was_read_is_remembered_and_forgotten_with_its_blob() -> None:
    house = await bare(1, 2)
    await house.larder.scrub.round()
    assert [key for key, _ in await house.records.scan("scrub/")] == sorted(
        f"scrub/{ref_of(music(number))}" for number in (1, 2)
    )
    await house.larder.store.release(f"{1:032x}")
    await house.larder.scrub.round()
    assert [key for key, _ in await house.records.scan("scrub/")] == [f"scrub/{ref_of(music(2))}"]


async def test_damage_is_said_once_and_healed() -> None:
    house = await bare(1, 2)
    flip(house, music(1))
    assert (await house.larder.scrub.round()).damaged == 1
    assert house.said == ["“Track 1” was damaged on this device; it is being fetched again."]
    assert badge(house.larder, 1) is Badge.MISSING
    await ended(house.larder.transfers)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    assert badge(house.larder, 1) is Badge.KEPT
    assert await house.records.scan("quarantine/") == []


async def test_while_saving_is_paused_it_is_said_to_wait() -> None:
    house = await bare(1)
    await house.larder.transfers.pause()
    flip(house, music(1))
    await house.larder.scrub.round()
    assert house.said == ["“Track 1” was damaged on this device; it is fetched again when saving goes on."]


async def test_where_nothing_is_set_aside_nothing_is_read_or_written() -> None:
    house = await bare(1)
    calls = house.fault.calls
    await house.larder.quarantine.again()
    assert house.fault.calls == calls


async def test_offline_it_is_missing_until_the_server_is_back() -> None:
    house = await bare(1)
    flip(house, music(1))
    house.server.down = True
    await house.larder.reachability.ask()
    await house.larder.scrub.round()
    assert house.said[0].endswith("it is fetched again once the server can be reached.")
    await turns()
    assert badge(house.larder, 1) is Badge.MISSING
    house.server.down = False
    await house.larder.reachability.ask()
    await turns()
    await ended(house.larder.transfers)
    assert badge(house.larder, 1) is Badge.KEPT


async def test_an_only_copy_stays_and_is_never_played_in_any_session() -> None:
    house = await bare(1)
    listing(house.server)
    await house.larder.refresh()
    flip(house, music(1))
    await house.larder.scrub.round()
    assert "the server does not have its bytes" in house.said[0]
    larder = house.enter()
    await larder.start()
    await larder.repair()
    assert ref_of(music(1)) in house.blobs.blobs
    assert larder.vault.here(f"{1:032x}") is None
    assert (await larder.scrub.round()).blobs == 0


async def test_listed_again_it_is_replaced_though_its_bytes_stayed() -> None:
    house = await bare(1)
    asset = house.larder.catalog.assets[0]
    listing(house.server)
    await house.larder.refresh()
    flip(house, music(1))
    await house.larder.scrub.round()
    listing(house.server, asset)
    await house.larder.refresh()
    await house.larder.store.keep(asset)
    assert house.blobs.blobs[ref_of(music(1))] == music(1)
    assert badge(house.larder, 1) is Badge.KEPT


async def test_a_damaged_cover_goes_without_a_word() -> None:
    house = await kept(1)
    said: list[str] = []
    house.larder.quarantine.on_notice = said.append
    flip(house, b"cover of " + b"%032x" % 1)
    await house.larder.scrub.round()
    assert (said, badge(house.larder, 1)) == ([], Badge.KEPT)
    assert set(house.blobs.blobs) == {ref_of(music(1))}


async def test_what_only_the_player_kept_streams_from_now_on() -> None:
    house = await bare(1)
    await house.larder.store.release(f"{1:032x}")
    await house.larder.store.keep(house.larder.catalog.assets[0], by=By.PLAYER)
    flip(house, music(1))
    await house.larder.scrub.round()
    assert (house.said, house.larder.vault.keeps, house.blobs.blobs) == ([], {}, {})


async def test_one_tab_at_a_time() -> None:
    house = await bare(1)
    async with house.larder.drivers.locks.hold(scrub.LOCK):
        assert (await house.larder.scrub.round()).blobs == 0


async def test_it_waits_for_the_start_then_for_saves_then_for_an_hour() -> None:
    house = await bare(1)
    house.clock = FakeClock(held=True)
    larder, busy = house.enter(), True
    await larder.start()
    rounds: list[float] = []
    larder.scrub.on_round = lambda: rounds.append(house.clock.time)
    watching = asyncio.create_task(larder.scrub.watch(lambda: busy))
    await turns()
    await house.clock.advance(scrub.SETTLED)
    assert rounds == []
    busy = False
    await house.clock.advance(scrub.BUSY)
    await house.clock.advance(1)
    assert len(rounds) == 1
    await house.clock.advance(scrub.EVERY - 1)
    assert len(rounds) == 1
    await house.clock.advance(2)
    await house.clock.advance(1)
    assert len(rounds) == 2
    watching.cancel()
