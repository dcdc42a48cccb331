"""What is listened to stays, within a budget; what goes is logged and can be had again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from app.model.asset import Asset
from app.model.batch import Batch
from app.model.errors import Offline, VaultFull
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from app.model.vault.limits import KEY, Limits, limits
from app.model.vault.removal import MOST
from app.model.vault.room import MARGIN
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered, serve, track
from tests.faults.fault import Dead, Killed, Slow
from tests.unit.test_transfers import ended

SIZE = 10_000
ROOM = Limits(budget=2 * SIZE + 1_000)
"""For two tracks and their waveforms."""


async def house_of(count: int = 3, *retained: int, limits: Limits = ROOM) -> tuple[House, list[Asset]]:
    """Tracks 1 to `count` listed; those of `retained` were listened to, one after the other."""
    house = House()
    assets = [offered(house.server, number) for number in range(1, count + 1)]
    listing(house.server, *assets)
    larder = house.larder
    await larder.start()
    await larder.refresh()
    await larder.retention.limit(limits)
    for number in retained:
        await larder.retention.retain(assets[number - 1])
        house.clock.time += 3600.0
    await turns()
    return house, assets


def here(house: House) -> list[str]:
    """Titles of what is here, and by whom."""
    vault = house.larder.vault
    return [f"{keep.asset.title} by {keep.by}" for key, keep in vault.keeps.items() if vault.here(key)]


async def listen(house: House, asset: Asset, seconds: float) -> None:
    """Play it and hear so much of it."""
    await house.larder.playback.play([asset], 0)
    start = house.sound.position
    house.sound.reach(start)
    for step in range(1, int(seconds // 2) + 1):
        house.sound.reach(start + 2.0 * step)
    await turns()


async def test_thirty_seconds_of_a_stream_are_worth_keeping() -> None:
    house, assets = await house_of()
    await listen(house, assets[0], 28)
    assert here(house) == []
    await listen(house, assets[0], 30)
    assert here(house) == ["Track 1 by player"]
    vault = house.larder.vault
    assert vault.kept(assets[0].key) is None
    assert vault.badge(assets[0].key, listed=True) is Badge.STREAMS
    assert (vault.originals().items, vault.retained().items) == (0, 1)
    assert vault.retained().bytes >= SIZE


async def test_so_is_what_was_heard_to_its_end_and_a_seek_is_not_listening() -> None:
    house, assets = await house_of()
    await house.larder.playback.play([assets[0]], 0)
    house.sound.reach(1.0)
    house.sound.reach(100.0)
    house.sound.reach(102.0)
    await turns()
    assert here(house) == []
    house.sound.end()
    await turns()
    assert here(house) == ["Track 1 by player"]


async def test_the_next_play_comes_from_here_and_both_are_counted() -> None:
    house, assets = await house_of()
    for _ in range(2):
        await listen(house, assets[0], 30)
        house.sound.end()
        await turns()
    plays = house.larder.plays
    assert (plays.here, plays.streamed) == (1, 1)
    assert (await house.records.get(f"used/{assets[0].key}"))["at"] == pytest.approx(house.clock.time, abs=2)
    again = house.enter()
    await again.start()
    assert (again.plays.here, again.plays.streamed) == (1, 1)


async def test_counts_of_two_tabs_add_up() -> None:
    house, assets = await house_of()
    one, sound = house.larder, house.sound
    two = house.enter(beside=one)
    await two.start()
    await asyncio.gather(one.playback.play([assets[0]], 0), two.playback.play([assets[1]], 0))
    for at in (0.0, 1.0):
        sound.reach(at)
        house.sound.reach(at)
    await turns()
    assert await house.records.get("count/plays") == {"streamed": 2}


@pytest.mark.parametrize("why", ["off", "metered", "offline", "unlisted", "forbidden", "too large"])
async def test_it_is_not_retained(why: str) -> None:
    house, assets = await house_of(limits=replace(ROOM, automatic=why != "off", unmetered=True))
    asset, larder = assets[0], house.larder
    house.connection.costs = why == "metered"
    larder.reachability.online = why != "offline"
    larder.retention.allowed = why != "forbidden"
    if why == "unlisted":
        asset = track(9, music(9))
        serve(house.server, asset, music(9))
    if why == "too large":
        larder.retention.limits = Limits(budget=SIZE - 1)
    sent = house.server.sent
    await larder.retention.retain(asset)
    assert (here(house), house.server.sent) == ([], sent)


async def test_a_metered_connection_is_as_good_as_any_unless_told_otherwise() -> None:
    house, assets = await house_of()
    house.connection.costs = True
    await house.larder.retention.retain(assets[0])
    assert here(house) == ["Track 1 by player"]


async def test_the_least_recently_played_goes_for_the_next_and_the_log_says_why() -> None:
    house, assets = await house_of(4, 1, 2)
    await house.larder.store.keep(assets[3])
    await listen(house, assets[0], 2)
    await house.larder.retention.retain(assets[2])
    assert here(house) == ["Track 1 by player", "Track 4 by hand", "Track 3 by player"]
    assert ref_of(music(2)) not in house.blobs.blobs
    (line,) = house.larder.log.all
    assert (line.asset, line.bytes >= SIZE) == (assets[1], True)
    assert line.reason == "Not played for 60 minutes; the server has it. The budget is 21 KB."


async def test_favourites_go_last() -> None:
    house, assets = await house_of(3, 1, 2)
    await house.larder.favourites.toggle(assets[0].key)
    await house.larder.retention.retain(assets[2])
    assert here(house) == ["Track 1 by player", "Track 3 by player"]


async def test_what_plays_stays() -> None:
    house, assets = await house_of(3, 1, 2)
    await house.larder.playback.play([assets[0]], 0)
    await house.larder.retention.retain(assets[2])
    assert here(house) == ["Track 1 by player", "Track 3 by player"]


async def test_what_the_server_no_longer_has_stays_and_is_called_the_only_copy() -> None:
    house, assets = await house_of(4, 1, 2)
    listing(house.server, *assets[1:])
    await house.larder.refresh()
    await house.larder.retention.retain(assets[2])
    assert here(house) == ["Track 1 by player", "Track 3 by player"]
    assert house.larder.vault.badge(assets[0].key, listed=False) is Badge.ONLY


async def test_a_save_of_what_is_retained_moves_no_byte() -> None:
    house, assets = await house_of(3, 1)
    sent, asked = house.server.sent, len(house.server.requests)
    await house.larder.transfers.add([assets[0]])
    await ended(house.larder.transfers)
    assert (house.server.sent, len(house.server.requests)) == (sent, asked)
    assert here(house) == ["Track 1 by hand"]
    assert house.larder.vault.badge(assets[0].key, listed=True) is Badge.KEPT
    await house.larder.retention.limit(Limits(budget=0))
    again = house.enter()
    await again.start()
    assert here(house) == ["Track 1 by hand"]


async def test_a_lower_budget_holds_at_once_and_a_press_brings_it_back() -> None:
    house, assets = await house_of(3, 1, 2)
    await house.larder.retention.limit(Limits(budget=SIZE + 500))
    assert here(house) == ["Track 2 by player"]
    await house.larder.retention.limit(Limits(budget=0))
    assert here(house) == []
    newest, oldest = house.larder.log.all
    assert (newest.asset, oldest.asset) == (assets[1], assets[0])
    await house.larder.retention.fetch_again(newest.asset)
    assert here(house) == ["Track 2 by player"]
    assert house.larder.retention.fetching == {}


async def test_switched_off_nothing_goes_by_itself() -> None:
    house, _ = await house_of(3, 1, 2)
    await house.larder.retention.limit(Limits(budget=0, automatic=False))
    assert len(here(house)) == 2
    await house.larder.retention.limit(Limits(budget=0))
    assert here(house) == []


async def test_fetching_again_offline_says_so() -> None:
    house, assets = await house_of()
    house.server.down = True
    with pytest.raises(Offline):
        await house.larder.retention.fetch_again(assets[0])
    assert house.larder.retention.fetching == {}


async def test_a_save_that_does_not_fit_takes_the_room_of_what_was_retained() -> None:
    house, assets = await house_of(3, 1)
    house.quota.free = MARGIN + SIZE // 2
    await house.larder.store.keep(assets[1])
    assert here(house) == ["Track 2 by hand"]
    assert house.larder.log.all[0].reason.endswith("It made room for “Track 2”.")


async def test_when_that_is_not_enough_it_says_how_much_is_missing_and_takes_nothing() -> None:
    house, assets = await house_of(3, 1)
    house.quota.free = MARGIN - 2 * SIZE
    with pytest.raises(VaultFull, match="needs 10 KB, and 20 KB have to be freed by hand"):
        await house.larder.store.keep(assets[1])
    assert here(house) == ["Track 1 by player"]
    await house.larder.retention.limit(replace(ROOM, automatic=False))
    house.quota.free = MARGIN
    with pytest.raises(VaultFull, match="10 KB have to be freed by hand"):
        await house.larder.store.keep(assets[1])
    assert here(house) == ["Track 1 by player"]


async def test_what_another_tab_has_kept_by_hand_meanwhile_does_not_go() -> None:
    house, assets = await house_of(3, 1)
    one = house.larder
    two = house.enter(beside=one)
    two.drivers.hints.tell = lambda _: None
    await two.start()
    await two.store.keep(assets[0])
    one.vault.keeps[assets[0].key] = replace(one.vault.keeps[assets[0].key], by=By.PLAYER)
    await one.retention.limit(Limits(budget=0))
    assert one.vault.kept(assets[0].key)
    await two.vault.load()
    assert two.vault.kept(assets[0].key)


@pytest.mark.parametrize("after", range(0, 40, 2))
async def test_saved_in_one_tab_while_another_evicts_it_is_saved(after: int) -> None:
    house, assets = await house_of(3, 1, 2)
    one = house.larder
    two = house.enter(Slow(1), beside=one)
    await two.start()
    await two.refresh()
    evicting = asyncio.create_task(one.retention.limit(Limits(budget=0)))
    await turns(after)
    await two.store.keep(assets[0])
    await evicting
    await two.vault.load()
    assert here(house) == ["Track 1 by hand"]
    assert set(house.blobs.blobs) == two.vault.referenced()


@pytest.mark.parametrize("what", ["attach_peaks", "detach"])
async def test_a_tab_that_has_not_heard_of_it_does_not_take_the_promise_back(what: str) -> None:
    house, assets = await house_of(3, 1)
    one, key = house.larder, assets[0].key
    stale = one.vault.keeps[key]
    two = house.enter(beside=one)
    await two.start()
    await two.store.keep(assets[0])
    one.vault.keeps[key] = stale
    await (one.store.attach_peaks(stale, b"peaks") if what == "attach_peaks" else one.store.detach(key))
    assert (await house.records.get(f"keep/{key}"))["by"] == "hand"


async def test_retained_again_what_was_kept_by_hand_and_lost_its_bytes_is_still_kept_by_hand() -> None:
    house, assets = await house_of()
    await house.larder.store.keep(assets[0])
    house.blobs.blobs.clear()
    await house.larder.vault.load()
    await house.larder.retention.retain(assets[0])
    assert here(house) == ["Track 1 by hand"]


async def test_killed_anywhere_in_an_eviction_the_next_start_is_as_before_or_after_it() -> None:
    at = 0
    while True:
        at += 1
        house, _ = await house_of(3, 1, 2)
        await house.larder.store.keep(offered(house.server, 3))
        fault = Dead(at)
        drivers = house.larder.drivers
        drivers.blobs.fault = drivers.records.fault = fault
        with suppress(Killed):
            await house.larder.retention.limit(Limits(budget=SIZE + 500))
        larder = house.enter()
        await larder.start()
        await larder.repair()
        assert here(house)[-2:] == ["Track 2 by player", "Track 3 by hand"]
        assert set(house.blobs.blobs) == larder.vault.referenced()
        assert [line.asset.title for line in larder.log.all] == ([] if len(here(house)) == 3 else ["Track 1"])
        if not fault.struck:
            break
    assert at > 5


async def test_what_was_retained_and_lost_its_bytes_streams_after_the_next_start() -> None:
    house, assets = await house_of(3, 1, 2)
    del house.blobs.blobs[ref_of(music(1))]
    larder = house.enter()
    await larder.repair()
    assert set(larder.vault.keeps) == {assets[1].key}
    assert set(house.blobs.blobs) == larder.vault.referenced()


async def test_the_log_keeps_the_last_two_hundred() -> None:
    house, assets = await house_of(1)
    line = {"asset": assets[0].as_json(), "bytes": 1, "at": 1.0, "reason": "Old."}
    await house.records.apply(Batch(put={f"log/{n:014}-000000": line for n in range(MOST + 5)}))
    await house.records.apply(Batch(put={"log/strange": {"v": 9}}))
    larder = house.enter()
    await larder.start()
    await larder.refresh()
    await larder.retention.retain(assets[0])
    await larder.retention.limit(Limits(budget=0))
    kept = await house.records.scan("log/")
    assert len(kept) == MOST
    assert larder.log.all[0].reason.startswith("Not played for")
    assert len(larder.log.all) == MOST


async def test_limits_outlive_the_session_and_a_strange_record_counts_for_nothing() -> None:
    house, _ = await house_of(limits=Limits(7, automatic=False, unmetered=True))
    larder = house.enter()
    await larder.start()
    assert larder.retention.limits == Limits(7, automatic=False, unmetered=True)
    assert limits(None) == limits({}) == Limits(500_000_000)
    assert limits({"budget": -5}).budget == 0
    assert (await house.records.get(KEY))["budget"] == 7
