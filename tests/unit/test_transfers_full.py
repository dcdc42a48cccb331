"""A full disk: one sentence, the queue paused once, the vault as before, and room for all when there is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from app.memory import MemoryBlobs, MemoryStaging
from app.model.errors import VaultFull
from app.model.saves.transfer import Stage
from app.model.vault.room import MARGIN
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import music, offered
from tests.faults.fault import Failing, Full, Slow
from tests.unit.test_transfers import ended, house_of, until
from tests.unit.test_transfers_paused import at_rest


class Written(MemoryBlobs):
    """Also tells what is being written at the moment, as a disk would."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, bytearray] = {}

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncGenerator[MemoryStaging]:
        async with super().stage(name) as staging:
            self.written[name] = staging._data
            try:
                yield staging
            finally:
                del self.written[name]


class Disk:
    """Room for `size` bytes; what is staged or published takes some of it."""

    def __init__(self, house: House, size: int) -> None:
        self.house, self.size = house, size + MARGIN

    @property
    def used(self) -> int:
        blobs = self.house.blobs
        stores = (blobs.blobs, blobs.staged, blobs.written)
        return sum(map(len, {bytes(data) for store in stores for data in store.values()}))

    async def estimate(self) -> tuple[int, int]:
        await asyncio.sleep(0)
        return self.used, self.size


def on_disk(count: int, size: int) -> tuple[House, list]:
    house, assets = house_of(count)
    house.blobs = Written()
    house.disk = house.quota = Disk(house, size)
    house.said = []
    entered(house)
    return house, assets


def entered(house: House):
    larder = house.enter(Slow(1))
    larder.on_kept = house.kept.append
    larder.transfers.on_failed = house.failed.append
    larder.transfers.on_full = house.said.append
    return larder


async def test_it_pauses_once_and_says_how_much_is_missing() -> None:
    house, assets = on_disk(6, 25_000)
    transfers = house.larder.transfers
    await transfers.add(assets)
    await at_rest(house)
    assert [keep.asset for keep in house.kept] == assets[:2]
    assert house.failed == []
    (said,) = house.said
    assert "“Track 3” was not saved; it needs 10 KB, and 5 KB have to be freed by hand." in said
    assert "Everything already kept is safe" in said and said == transfers.paused
    assert [t.key for t in transfers.all.values()] == [asset.key for asset in assets[2:]]
    assert 20_000 <= house.disk.used < 21_000


async def test_it_goes_on_with_the_one_that_did_not_fit_as_soon_as_there_is_room() -> None:
    house, assets = on_disk(6, 25_000)
    await house.larder.transfers.add(assets)
    await at_rest(house)
    await house.larder.transfers.go_on()
    await at_rest(house)
    assert len(house.said) == 2
    house.disk.size += 40_000
    larder = entered(house)
    await larder.start()
    await larder.resume()
    assert larder.transfers.paused == house.said[0]
    await larder.transfers.go_on()
    await ended(larder.transfers)
    assert [keep.asset for keep in house.kept] == assets
    assert len(house.said) == 2


async def test_two_saves_at_once_are_not_promised_the_same_room() -> None:
    house, assets = on_disk(2, 15_000)
    await house.larder.transfers.add(assets)
    await at_rest(house)
    assert len(house.said) == 1
    assert house.server.sent == 10_000
    await house.larder.transfers.cancel(assets[1].key)
    await ended(house.larder.transfers)
    assert [keep.asset for keep in house.kept] == assets[:1]


async def test_what_is_staged_already_is_not_counted_again() -> None:
    house, assets = on_disk(2, 20_100 + 4 * 2_500)  # what is being written may count twice for a moment
    transfers = house.larder.transfers
    await transfers.add(assets)
    await until(lambda: all(t.done >= 5_000 for t in transfers.all.values()))
    await transfers.pause()
    await at_rest(house)
    assert house.disk.used >= 10_000
    larder = entered(house)
    await larder.start()
    await larder.resume()
    await larder.transfers.go_on()
    await ended(larder.transfers)
    assert house.said == []
    assert len(house.kept) == 2
    assert house.server.sent <= 20_000 + 2 * 2_500


@pytest.mark.parametrize("cancelled", [False, True])
async def test_resumed_while_the_pause_is_being_written_it_runs_once(cancelled: bool) -> None:
    house, assets = on_disk(3, 5_000)
    transfers, gate = house.larder.transfers, asyncio.Event()
    write = transfers._journal.pause

    async def slowly(reason: str) -> None:
        if reason:
            await gate.wait()
        await write(reason)

    transfers._journal.pause = slowly
    await transfers.add(assets[:1])
    await until(lambda: bool(transfers.paused))
    house.disk.size += 40_000
    await transfers.go_on()
    cancelling = asyncio.create_task(transfers.cancel(assets[0].key)) if cancelled else None
    await turns()
    gate.set()
    if cancelling is not None:
        await cancelling
    await transfers.add(assets[1:])
    await ended(transfers)
    assert {keep.asset.key for keep in house.kept} == {each.key for each in assets[cancelled:]}
    assert len(house.kept) == len(assets[cancelled:])
    assert not transfers.busy and not transfers.lanes._saves and not house.failed
    assert (await house.stored())["staged"] == []


async def calls() -> int:
    house, assets = house_of(3)
    await house.larder.transfers.add(assets)
    await ended(house.larder.transfers)
    return house.fault.calls


@pytest.mark.parametrize("fault", [Full, lambda at: Failing(at, VaultFull)], ids=["full", "once"])
async def test_full_at_any_call_the_vault_is_as_before_and_all_is_saved_later(fault) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    for at in range(1, 1 + await calls()):
        house, assets, said = House(), [], []
        larder = house.enter(fault(at))
        assets = [offered(house.server, number, cover=number == 2) for number in (1, 2, 3)]
        larder.transfers.on_full = said.append
        try:
            await larder.transfers.add(assets)
        except VaultFull:
            assert await house.stored() == {"blobs": {}, "staged": [], "records": {}}
            continue
        while larder.transfers.busy:
            await asyncio.sleep(0)
        assert len(said) <= 1, at
        assert {t.stage for t in larder.transfers.all.values()} <= {Stage.WAITING}
        assert not larder.transfers.failed
        kept = larder.vault.keeps
        assert all(house.blobs.blobs[keep.original] for keep in kept.values())
        assert len(larder.transfers.all) == 3 - len(kept)
        larder = house.enter()
        await larder.start()
        await larder.repair()
        await larder.resume()
        await larder.transfers.go_on()
        await ended(larder.transfers)
        stored = await house.stored()
        assert [stored["blobs"][kept.original] for kept in larder.vault.keeps.values()] == [
            music(int(key, 16)) for key in larder.vault.keeps
        ]
        assert len(larder.vault.keeps) == 3 and not stored["staged"]
        assert not [key for key in stored["records"] if key.startswith("transfer/")]
