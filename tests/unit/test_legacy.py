"""An earlier system's vault is brought over whole, or not at all, and can be had back until it is deleted."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.core.legacy import LOCK, LegacyVault
from app.memory import MemoryLegacy
from app.model.chunk import Chunk
from app.model.errors import Busy, Rejected, VaultFull
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.keep import Keep
from app.model.vault.legacy import Fate, Survey
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, offered, track
from tests.faults.blobs import FaultyStaging
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Full

SIZE = 1_100_000
KINDS = "audio/mpeg"
SMALL = b"ID3" + music(3, 2)


class Old:
    """A house with an earlier vault in it: one track that the server lists, and two that it does not."""

    def __init__(self) -> None:
        self.house = House()
        self.listed = offered(self.house.server, 1, music(1, SIZE))
        listing(self.house.server, self.listed)
        self.files = {
            self.listed.key: (music(1, SIZE), KINDS),
            "artists/Åse – live?.mp3": (music(2, 40_000), KINDS),
            "7": (SMALL, ""),
        }
        self.legacy = MemoryLegacy(self.files)

    async def enter(self, fault: Fault | None = None) -> LegacyVault:
        """A new session over what is stored, put right, that meets `fault` from now on."""
        self.house.clock.time = time.time() + 7200
        larder = self.first = self.house.enter()
        larder.drivers.legacy.files = self.legacy.files
        larder.legacy.on_kept = lambda _: None
        for step in (larder.start, larder.refresh, larder.repair, larder.legacy.find):
            await step()
        larder.drivers.blobs.fault = larder.drivers.records.fault = self.house.fault = fault or Fault()
        return larder.legacy

    def badge(self, key: str) -> Badge | None:
        return self.house.larder.vault.badge(key, key in self.house.larder.catalog.by_key)

    async def whole(self) -> None:
        """Nothing is left over, and every kept byte is what its name says."""
        vault = self.house.larder.vault
        await vault.load()
        assert set(self.house.blobs.blobs) == vault.referenced()
        assert all(ref_of(data) == name for name, data in self.house.blobs.blobs.items())
        assert self.house.blobs.staged == {}


async def test_looking_first_tells_and_changes_nothing() -> None:
    old = Old()
    legacy = await old.enter()
    before = await old.house.stored()
    assert await legacy.survey() == Survey(items=3, bytes=1_140_005, listed=1, held=0, missing=0)
    old.house.quota.free = 3_000_000
    assert (await legacy.survey()).missing > 200_000
    assert await old.house.stored() == before


async def test_everything_comes_over_by_hand_and_without_the_server() -> None:
    old = Old()
    legacy = await old.enter()
    seen: list[tuple[int, int]] = []
    legacy.on_change = lambda: seen.append(legacy.running) if legacy.running else None
    await legacy.bring()
    vault = old.house.larder.vault
    assert {key: keep.asset.title for key, keep in vault.keeps.items()} == {
        self_key: "Track 1" if self_key == old.listed.key else self_key for self_key in old.files
    }
    assert [old.badge(key) for key in old.files] == [Badge.KEPT, Badge.ONLY, Badge.ONLY]
    assert all(keep.by == "hand" for keep in vault.keeps.values())
    assert old.house.server.sent == 0
    assert seen[0] == (0, 1_140_005) and seen[-1] == (1_140_005, 1_140_005) and seen == sorted(seen)
    assert len(set(seen)) == 5
    assert legacy.waiting == [] and legacy.running is None
    await old.whole()
    await (await old.enter()).bring()
    assert all(each.fate is Fate.BROUGHT for each in old.house.larder.legacy.brought.values())


async def test_undo_removes_exactly_what_was_brought() -> None:
    old = Old()
    legacy = await old.enter()
    mine = track(9, SMALL)
    old.house.server.serve(f"/api/audio/{mine.key}", SMALL)
    await old.house.larder.store.keep(mine)
    before = await old.house.stored()
    await old.house.larder.store.keep(old.listed)
    await legacy.bring()
    assert legacy.brought[old.listed.key].fate is Fate.HELD
    await legacy.undo()
    await old.whole()
    assert set(old.house.larder.vault.keeps) == {mine.key, old.listed.key}
    await old.house.larder.store.release(old.listed.key)
    assert await old.house.stored() == before
    assert old.legacy.files == old.files
    await legacy.bring()
    assert set(old.house.larder.vault.keeps) == {mine.key, "7", "artists/Åse – live?.mp3"}


async def test_what_was_saved_again_since_is_not_undone() -> None:
    old = Old()
    legacy = await old.enter()
    await legacy.bring()
    old.house.clock.time += 60
    await old.house.larder.store.release(old.listed.key)
    await old.house.larder.store.keep(old.listed)
    await legacy.undo()
    assert set(old.house.larder.vault.keeps) == {old.listed.key}


async def test_only_what_was_verified_is_deleted_and_then_nothing_is_undone() -> None:
    old = Old()
    legacy = await old.enter()
    await legacy.delete()
    assert old.legacy.files == old.files
    await legacy.bring()
    await old.house.larder.store.release("7")
    await legacy.delete()
    assert old.legacy.files == {} and legacy.entries == ()
    assert legacy.undoable == []
    await legacy.undo()
    assert len(old.house.larder.vault.keeps) == 2
    assert await old.house.records.scan("legacy/") == []


async def two_tabs(*, deaf: bool) -> tuple[Old, LegacyVault, LegacyVault]:
    """All is brought over by the first of two sessions; the second one knows."""
    old = Old()
    one = await old.enter()
    two = old.house.enter(beside=old.house.larder)
    two.drivers.legacy.files = old.legacy.files
    if deaf:
        old.first.drivers.hints.on_hint = lambda _: None
    await one.bring()
    for step in (two.start, two.refresh, two.legacy.find):
        await step()
    return old, one, two.legacy


async def test_what_another_tab_has_undone_is_not_deleted() -> None:
    old, one, two = await two_tabs(deaf=True)
    await two.undo()
    assert old.house.blobs.blobs == {} and len(one.deletable) == 3
    await one.delete()
    assert old.legacy.files == old.files
    await one.bring()
    await two.delete()
    assert old.legacy.files == {} and len(old.house.blobs.blobs) == 3
    await one.undo()
    assert len(old.house.blobs.blobs) == 3


async def test_what_another_tab_does_is_seen() -> None:
    _, one, two = await two_tabs(deaf=False)
    await two.undo()
    await turns()
    assert one.deletable == [] and len(one.waiting) == 3
    await two.bring()
    await turns()
    assert len(one.undoable) == 3
    await two.delete()
    await turns()
    assert one.entries == () and one.undoable == []


async def test_other_bytes_under_a_kept_key_stay_in_both() -> None:
    old = Old()
    legacy = await old.enter()
    await old.house.larder.store.keep(old.listed)
    old.legacy.files[old.listed.key] = (music(8, 9_000), KINDS)
    await legacy.bring()
    await legacy.delete()
    assert set(old.legacy.files) == {old.listed.key}
    assert old.house.larder.vault.keeps[old.listed.key].original == ref_of(music(1, SIZE))
    await old.whole()


async def test_a_damaged_copy_goes_and_its_entry_waits_again() -> None:
    old = Old()
    legacy = await old.enter()
    real = old.house.blobs.read

    async def read(ref, span):
        data = await real(ref, span)
        return bytes([data[0] ^ 1]) + data[1:]

    old.house.blobs.read = read
    await legacy.bring()
    assert len(legacy.failed) == 3 and "the old copy has it" in legacy.failed["7"]
    assert old.house.larder.vault.keeps == {}
    assert legacy.deletable == []
    del old.house.blobs.read
    await legacy.bring()
    assert legacy.failed == {} and len(legacy.deletable) == 3
    await old.whole()


async def test_stopped_while_a_file_opens_it_waits_to_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Old()
    legacy = await old.enter()
    under_way: list[str] = []

    async def write(_staging: FaultyStaging, _chunk: Chunk) -> None:
        await asyncio.shield(asyncio.ensure_future(opening()))

    async def opening() -> None:
        under_way.append("open")
        await turns(20)
        under_way.clear()

    monkeypatch.setattr(FaultyStaging, "write", write)
    task = asyncio.ensure_future(legacy.bring())
    while not under_way:
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled() and not under_way


async def test_a_tab_that_keeps_it_to_itself_is_named() -> None:
    old, one, two = await two_tabs(deaf=True)
    async with old.first.drivers.locks.hold(LOCK):
        for verb in (one.bring, two.undo, two.delete):
            with pytest.raises(Busy, match="Another tab"):
                await asyncio.wait_for(verb(), 1)
    await two.undo()


async def test_one_that_fails_stops_no_other() -> None:
    old = Old()
    legacy = await old.enter()
    old.legacy.files["7"] = (b"", KINDS)
    await legacy.bring()
    assert set(legacy.failed) == {"7"}
    assert len(old.house.larder.vault.keeps) == 2
    await old.whole()


async def test_without_room_it_stops_and_says_so() -> None:
    old = Old()
    legacy = await old.enter()
    old.house.quota.free = 1_000
    with pytest.raises(VaultFull, match="the old copy has everything"):
        await legacy.bring()
    assert legacy.running is None
    await old.whole()


async def calls_of_all() -> int:
    old = Old()
    fault = Fault()
    await (await old.enter(fault)).bring()
    return fault.calls


@pytest.mark.parametrize("kind", [Dead, Cancelling, Failing, Full])
async def test_stopped_anywhere_the_next_one_ends_it(kind: type[Fault]) -> None:
    for at in range(1, await calls_of_all() + 1):
        old = Old()
        legacy = await old.enter(kind(at))
        task = asyncio.ensure_future(legacy.bring())
        await asyncio.gather(task, return_exceptions=True)
        assert not isinstance(task.cancelled() or task.exception(), (KeyError, TypeError, ValueError)), at
        again = await old.enter()
        await old.whole()
        assert set(old.legacy.files) == set(old.files)
        await again.bring()
        assert again.failed == {} and len(again.deletable) == 3, (at, again.failed)
        assert len(again.undoable) == 3, at
        await old.whole()
        await again.undo()
        assert old.house.blobs.blobs == {}, at


async def test_killed_anywhere_while_it_is_undone_or_deleted() -> None:
    for verb in ("undo", "delete"):
        for at in range(1, 25):
            old = Old()
            await (await old.enter()).bring()
            legacy = await old.enter(Dead(at))
            await asyncio.gather(getattr(legacy, verb)(), return_exceptions=True)
            again = await old.enter()
            kept = len(old.house.larder.vault.keeps)
            assert kept in ((0, 3) if verb == "undo" else (3,)), at
            assert kept == 3 or set(old.legacy.files) == set(old.files), at
            await getattr(again, verb)()
            await old.whole()


async def test_what_no_server_lists_is_never_sent_there() -> None:
    old = Old()
    legacy = await old.enter()
    for keep in [await kept(old, legacy, key) for key in old.files]:
        await old.house.larder.waveforms.ensure(keep)
    assert list(old.house.server.bodies) == [f"/api/audio/{old.listed.key}/peaks"]
    assert all(keep.peaks for keep in old.house.larder.vault.keeps.values())


async def kept(old: Old, legacy: LegacyVault, key: str) -> Keep:
    await legacy.bring()
    return old.house.larder.vault.keeps[key]


async def test_a_copy_with_any_key_that_went_missing_can_only_fail_politely() -> None:
    old = Old()
    legacy = await old.enter()
    await legacy.bring()
    key = "artists/Åse – live?.mp3"
    keep = old.house.larder.vault.keeps[key]
    del old.house.blobs.blobs[keep.original]
    with pytest.raises(Rejected):
        await old.house.larder.store.keep(keep.asset)
