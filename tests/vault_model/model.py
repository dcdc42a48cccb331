"""Saves, removals, plays, evictions, troubles, damage and kills in any order, against a simple model."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

from app.core.larder import Larder
from app.model.asset import Asset
from app.model.errors import LarderError, StoreClosed
from app.model.ref import Ref, ref_of
from app.model.vault.keep import KIND, By
from app.model.vault.limits import Limits
from app.model.vault.room import MARGIN
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Full
from tests.vault_model.arguments import Maybe, OneOf, Several, step, steps_of
from tests.vault_model.stores import Stores
from tests.vault_model.world import SIZE, World, contents

NUMBERS = range(1, 5)
CALLS = range(1, 31)
FAULTS = OneOf((Failing, Full, Cancelling))
BUDGETS = OneOf((0, SIZE + 500, 4 * SIZE))
"""For nothing, for one with its cover, for all of them."""
KILLED = OneOf(("keep", "release", "draw", "check", "repair", "retain", "evict", "fetch again"))


class VaultModel:
    """`kept` is what was acknowledged as saved; `hurt` what of it was damaged or taken behind Larder's back.

    `spoilt` are the names of all bytes that were: what no record names may stay so until a record does.
    What the player retained may come and go; it must never be anything but the server's bytes.
    """

    def __init__(self, world: World) -> None:
        self.kept: dict[str, bytes] = {}
        self.hurt: set[str] = set()
        self.spoilt: set[Ref] = set()
        self.world = world
        self.assets, self.house = world.assets, world.house

    @classmethod
    async def open(cls, stores: Stores) -> VaultModel:
        """A model of an empty vault in these stores."""
        return cls(await World.open(stores))

    @property
    def larder(self) -> Larder:
        """That of this session."""
        return self.world.larder

    @step(number=NUMBERS)
    async def keep(self, number: int) -> None:
        asset = self.assets[number]
        self._acknowledge(asset, await self._run(self.larder.store.keep(asset)))
        assert asset.key in self.kept

    @step(number=NUMBERS, fault=FAULTS, at=CALLS)
    async def keep_troubled(self, number: int, fault: type[Fault], at: int) -> None:
        asset = self.assets[number]
        self._acknowledge(asset, await self._run(self.larder.store.keep(asset), fault(at)))

    @step(numbers=Several(NUMBERS, 2, 3))
    async def keep_at_once(self, numbers: list[int]) -> None:
        saves = (self.larder.store.keep(self.assets[number]) for number in numbers)
        await self._run(together(*saves))
        for number in numbers:
            self._acknowledge(self.assets[number], True)

    @step(number=NUMBERS, at=Maybe(CALLS))
    async def release(self, number: int, at: int) -> None:
        key = self.assets[number].key
        result = await self._run(self.larder.store.release(key), Failing(at, StoreClosed))
        if not isinstance(result, LarderError) or key not in self.larder.vault.keeps:
            self._forget(self.assets[number])

    @step(released=NUMBERS, kept=NUMBERS)
    async def release_while_its_twin_is_kept(self, released: int, kept: int) -> None:
        gone, stays, store = self.assets[released], self.assets[kept], self.larder.store
        await self._run(together(store.keep(stays), store.release(gone.key)))
        self.kept.pop(gone.key, None)
        self.kept.pop(stays.key, None)
        if stays.key in self.larder.vault.keeps:
            self._acknowledge(stays, True)
        assert gone is stays or stays.key in self.kept

    @step(number=NUMBERS, at=Maybe(CALLS))
    async def retain(self, number: int, at: int) -> None:
        await self._whole(self.larder.retention.retain(self.assets[number]), Failing(at, StoreClosed))

    @step(number=NUMBERS, fault=FAULTS, at=CALLS)
    async def fetch_again(self, number: int, fault: type[Fault], at: int) -> None:
        await self._whole(self.larder.retention.fetch_again(self.assets[number]), fault(at))
        assert not self.larder.retention.fetching

    @step(budget=BUDGETS, at=Maybe(CALLS))
    async def limit(self, budget: int, at: int) -> None:
        await self._run(self.larder.retention.limit(Limits(budget)), Failing(at, StoreClosed))
        if not at:
            self._the_budget_holds(budget)

    @step(number=NUMBERS, missing=OneOf((1, SIZE, 4 * SIZE)))
    async def keep_in_little_room(self, number: int, missing: int) -> None:
        asset = self.assets[number]
        self.house.quota.free = MARGIN + SIZE - missing
        result = await self._run(self.larder.store.keep(asset))
        self.house.quota.free = None
        self._acknowledge(asset, result)

    @step(number=NUMBERS)
    async def play(self, number: int) -> None:
        await self._run(self.larder.playback.play([self.assets[number]], 0))

    @step(number=NUMBERS, at=Maybe(CALLS))
    async def draw(self, number: int, at: int) -> None:
        keep = self.larder.vault.keeps.get(self.assets[number].key)
        if keep is not None:
            await self._run(self.larder.waveforms.ensure(keep), Failing(at, StoreClosed))

    @step()
    async def repair(self) -> None:
        await self._run(self.larder.repair())
        await self._nothing_is_left_over()

    @step(number=NUMBERS, at=CALLS, what=KILLED)
    async def kill(self, number: int, at: int, what: str) -> None:
        asset = self.assets[number]
        await self.world.die(self._work(what, asset), Dead(at))
        if what == "keep" and self.larder.vault.kept(asset.key):
            self._acknowledge(asset, True)
        if what == "release" and asset.key not in self.larder.vault.keeps:
            self._forget(asset)
        await self._nothing_is_left_over()

    @step(number=NUMBERS, at=CALLS)
    async def kill_a_first_save(self, number: int, at: int) -> None:
        """Of bytes that are not here: they are on their way when it happens."""
        twins = [asset for each, asset in self.assets.items() if contents(each) == contents(number)]
        await self._run(self.larder.store.release(*(asset.key for asset in twins)))
        for asset in twins:
            self._forget(asset)
        await self.kill(number, at, "keep")

    @step()
    async def reload(self) -> None:
        await self.world.start()
        await self._nothing_is_left_over()

    @step(number=NUMBERS, how=OneOf(("flipped", "cut", "gone")))
    async def damage(self, number: int, how: str) -> None:
        """Behind our back; a check finds it, or whoever makes it theirs."""
        data = contents(number)
        ref = ref_of(data)
        if ref not in (await self.world.stores.look()).blobs or self.larder.store.pins.here:
            return
        damaged = {"flipped": bytes([data[0] ^ 1]) + data[1:], "cut": data[:-1], "gone": b""}
        await self.world.replace(ref, damaged[how])
        self.spoilt.add(ref)
        self.hurt |= {key for key, saved in self.kept.items() if saved == data}
        await self._run(self.larder.vault.load())
        await self._run(self.larder.check(lambda _done, _total: None))

    async def check(self) -> None:
        """What holds after every step."""
        blobs = (await self.world.stores.look()).blobs
        self._every_blob_is_what_its_name_says(blobs)
        self._what_was_acknowledged_is_there_and_nothing_else(blobs)
        self._what_was_retained_is_what_the_server_has()
        await self._the_index_is_what_is_stored(blobs)
        assert set(self.larder.store.pins.here) <= blobs.keys(), "what plays is here"

    async def _run(self, work: Awaitable[Any], fault: Fault | None = None) -> Any:
        return await self.world.run(work, fault)

    async def _whole(self, work: Awaitable[Any], fault: Fault) -> None:
        """`work` under the fault, and without it the waveform that may follow."""
        await self._run(work, fault)
        await self._run(self.world.quiet())

    def _work(self, what: str, asset: Asset) -> Awaitable[Any]:
        larder = self.larder
        keep = larder.vault.keeps.get(asset.key)
        match what:
            case "keep":
                return larder.transfers.add([asset])
            case "release":
                return larder.store.release(asset.key)
            case "draw" if keep:
                return larder.waveforms.ensure(keep)
            case "check":
                return larder.check(lambda _done, _total: None)
            case "retain":
                return larder.retention.retain(asset)
            case "evict":
                return larder.retention.limit(Limits(0))
            case "fetch again":
                return larder.retention.fetch_again(asset)
            case _:
                return larder.repair()

    def _acknowledge(self, asset: Asset, result: object) -> None:
        if not isinstance(result, BaseException):
            self.kept[asset.key] = contents(int(asset.key, 16))

    def _forget(self, asset: Asset) -> None:
        self.kept.pop(asset.key, None)
        self.hurt.discard(asset.key)

    def _the_budget_holds(self, budget: int) -> None:
        """But for what plays, and what the server has not hashed."""
        larder = self.larder
        fixed = [keep for keep in larder.vault.by(By.PLAYER) if keep.asset.key == self.assets[4].key]
        fixed += [keep for keep in larder.vault.by(By.PLAYER) if keep.original in larder.store.pins.here]
        held = sum(larder.vault.sizes.get(ref, 0) for ref in {ref for keep in fixed for ref in keep.refs})
        assert larder.vault.retained().bytes <= max(budget, held)

    async def _nothing_is_left_over(self) -> None:
        larder, seen = self.larder, await self.world.stores.look()
        loose = seen.blobs.keys() - larder.vault.referenced() - set(larder.store.pins.here)
        assert not loose, loose
        assert not seen.leftovers, seen.leftovers

    def _every_blob_is_what_its_name_says(self, blobs: Mapping[str, bytes]) -> None:
        wrong = {name: len(data) for name, data in blobs.items() if ref_of(data) != name}
        for name in self.spoilt - self.larder.vault.referenced():
            wrong.pop(name, None)
        assert not wrong, wrong

    def _what_was_acknowledged_is_there_and_nothing_else(self, blobs: Mapping[str, bytes]) -> None:
        keeps = self.larder.vault.keeps
        by_hand = {keep.asset.key for keep in self.larder.vault.by(By.HAND)}
        assert by_hand == self.kept.keys(), (by_hand, self.kept.keys())
        # A record that missed its bytes may get them back by any save of the same bytes, even a failed one.
        self.hurt = {key for key in self.hurt if self.larder.vault.here(key) is None}
        for key in self.kept.keys() - self.hurt:
            assert self.larder.vault.here(key), key
            assert blobs[keeps[key].original] == self.kept[key]

    def _what_was_retained_is_what_the_server_has(self) -> None:
        for keep in self.larder.vault.by(By.PLAYER):
            assert keep.original == ref_of(contents(int(keep.asset.key, 16)))

    async def _the_index_is_what_is_stored(self, blobs: Mapping[str, bytes]) -> None:
        vault, records = self.larder.vault, await self.world.stores.records.scan(KIND)
        assert {KIND + key for key in vault.keeps} == {key for key, _ in records}
        assert vault.sizes.items() <= {name: len(data) for name, data in blobs.items()}.items()


async def together(*work: Awaitable[Any]) -> None:
    """All of it at once."""
    await asyncio.gather(*work)


STEPS = steps_of(VaultModel)
