"""Saves that a reload, a changed library or a closed store comes between."""

from __future__ import annotations

from dataclasses import replace

from app.core.vault.media_store import original
from app.model.errors import StoreClosed
from app.model.ref import ref_of
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import listing, music, offered, serve, track
from tests.faults.fault import Failing
from tests.unit.test_transfers import ended, house_of, until


async def test_after_a_reload_they_go_on_in_a_new_session() -> None:
    house, assets = house_of(4)
    house.server.down = True
    await house.larder.transfers.add(assets)
    await until(lambda: house.larder.transfers.held)
    house.server.down = False
    larder = house.enter()
    await larder.start()
    await larder.resume()
    assert [t.key for t in larder.transfers.all.values()] == [asset.key for asset in assets]
    await ended(larder.transfers)
    assert len(larder.vault.keeps) == 4


async def test_what_waits_is_saved_as_the_library_lists_it_by_now() -> None:
    house = House()
    asset = offered(house.server, 1)
    path = original(asset).path
    house.server.wrong(path, Trouble("cut", 4_000), *[Trouble("status", 503)] * 3)
    await house.larder.transfers.add([asset])
    await until(lambda: house.larder.transfers.held)
    changed = replace(track(1, music(2, 9_000)), title="Remastered")
    serve(house.server, changed, music(2, 9_000))
    listing(house.server, changed)
    larder = house.enter()
    await larder.refresh()
    await larder.resume()
    await ended(larder.transfers)
    assert larder.vault.here(asset.key).original == ref_of(music(2, 9_000))
    assert larder.vault.here(asset.key).asset.title == "Remastered"
    assert house.blobs.staged == {}


async def test_going_on_twice_at_once_is_going_on_once() -> None:
    house, assets = house_of(2)
    house.server.down = True
    await house.larder.transfers.add(assets)
    await until(lambda: all(t.reason for t in house.larder.transfers.all.values()))
    house.server.down = False
    house.larder.spawn(house.larder.resume())
    house.larder.spawn(house.larder.resume())
    await ended(house.larder.transfers)
    assert house.server.sent == 20_000


async def test_cancelling_what_goes_on_at_the_same_moment_ends_it() -> None:
    house, (asset,) = house_of(1)
    house.server.down = True
    await house.larder.transfers.add([asset])
    await until(lambda: house.larder.transfers.held)
    house.server.down = False
    await house.larder.resume()
    house.larder.spawn(house.larder.resume())
    await turns(3)
    house.larder.spawn(house.larder.resume())
    await house.larder.transfers.cancel(asset.key)
    await turns(300)
    assert house.larder.transfers.all == {}
    assert house.larder.vault.keeps == {}
    assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}


async def test_cancelled_while_it_waits_for_the_server_it_leaves_nothing() -> None:
    house, (asset,) = house_of(1)
    house.server.wrong(original(asset).path, Trouble("cut", 4_000), *[Trouble("status", 503)] * 3)
    await house.larder.transfers.add([asset])
    await until(lambda: house.larder.transfers.held)
    assert len(house.blobs.staged) == 1
    await house.larder.transfers.cancel(asset.key)
    assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}


async def test_a_save_is_told_even_when_the_queue_cannot_be_written_down() -> None:
    house = House()
    asset, told = offered(house.server, 1), []
    larder = house.enter(fault := Failing())
    larder.on_kept = told.append
    await larder.transfers.add([asset])
    once = iter([True])
    fault.due = lambda name, _: name == "apply" and bool(larder.vault.keeps) and next(once, False)
    fault.at = 1
    await ended(larder.transfers)
    assert [keep.asset.key for keep in told] == [asset.key]
    assert await house.records.scan("transfer/")
    larder = house.enter()
    await larder.start()
    await larder.resume()
    await ended(larder.transfers)
    assert not await house.records.scan("transfer/")
    assert house.server.sent == 10_000


async def test_a_queue_that_cannot_be_written_down_says_so_and_starts_nothing() -> None:
    house = House()
    asset = offered(house.server, 1)
    larder = house.enter(Failing(1, StoreClosed))
    try:
        await larder.transfers.add([asset])
    except StoreClosed:
        assert larder.transfers.all == {}
        assert house.server.requests == []
        return
    raise AssertionError("nobody was told")


async def test_a_failure_is_told_even_when_it_cannot_be_written_down() -> None:
    house = House()
    asset, told = offered(house.server, 1), []
    house.server.wrong(original(asset).path, Trouble("page"))
    larder = house.enter(fault := Failing())
    larder.transfers.on_failed = told.append
    await larder.transfers.add([asset])
    fault.due = lambda name, _number: name == "apply"
    fault.at = 1
    await ended(larder.transfers)
    assert [t.key for t in told] == [asset.key]
    assert list(larder.transfers.failed) == [asset.key]
    larder = house.enter()
    await larder.start()
    await larder.resume()
    await ended(larder.transfers)
    assert larder.vault.here(asset.key)


async def test_two_that_the_server_never_sends_do_not_stop_the_rest() -> None:
    house, assets = house_of(6)
    for asset in assets[:2]:
        house.server.wrong(original(asset).path, *[Trouble("status", 503)] * 400)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await until(lambda: not transfers.busy)
    assert house.kept == []
    for _ in range(4):
        await house.larder.reachability.ask()
        await until(lambda: not transfers.busy)
    assert [keep.asset for keep in house.kept] == assets[2:]
    assert transfers.held and len(transfers.all) == 2
