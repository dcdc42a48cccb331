"""Any sequence of saves, removals, plays, evictions, troubles, damage and kills, against a simple model."""

from __future__ import annotations

import asyncio
import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.model.asset import Asset
from app.model.errors import LarderError, StoreClosed
from app.model.ref import ref_of
from app.model.vault.keep import By
from app.model.vault.limits import Limits
from app.model.vault.room import MARGIN
from tests.faults.fault import Cancelling, Dead, Failing, Fault, Full
from tests.vault_model.world import SIZE, World, contents

EXAMPLES = int(os.environ.get("EXAMPLES", "50"))
STEPS = 25
NUMBERS = st.integers(1, 4)
CALLS = st.integers(1, 30)
FAULTS = st.sampled_from((Failing, Full, Cancelling))
BUDGETS = st.sampled_from((0, SIZE + 500, 4 * SIZE))
"""For nothing, for one with its cover, for all of them."""
KILLED = st.sampled_from(("keep", "release", "draw", "check", "repair", "retain", "evict", "fetch again"))


class Vault(RuleBasedStateMachine):
    """`kept` is what was acknowledged as saved; `hurt` what was damaged or taken behind Larder's back.

    What the player retained may come and go; it must never be anything but the server's bytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, bytes] = {}
        self.hurt: set[str] = set()
        self.world = World()
        self.assets, self.house = self.world.assets, self.world.house

    def teardown(self) -> None:
        self.world.end()

    @property
    def larder(self):
        return self.world.larder

    def run(self, work, fault: Fault | None = None):
        return self.world.run(work, fault)

    def acknowledge(self, asset: Asset, result: object) -> None:
        if not isinstance(result, BaseException):
            self.kept[asset.key] = contents(int(asset.key, 16))

    def forget(self, asset: Asset) -> None:
        self.kept.pop(asset.key, None)
        self.hurt.discard(asset.key)

    @rule(number=NUMBERS)
    def keep(self, number: int) -> None:
        asset = self.assets[number]
        self.acknowledge(asset, self.run(self.larder.store.keep(asset)))
        assert asset.key in self.kept

    @rule(number=NUMBERS, fault=FAULTS, at=CALLS)
    def keep_troubled(self, number: int, fault: type[Fault], at: int) -> None:
        asset = self.assets[number]
        self.acknowledge(asset, self.run(self.larder.store.keep(asset), fault(at)))

    @rule(numbers=st.lists(NUMBERS, min_size=2, max_size=3))
    def keep_at_once(self, numbers: list[int]) -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*(self.larder.store.keep(self.assets[number]) for number in numbers))

        self.run(all_of_them())
        for number in numbers:
            self.acknowledge(self.assets[number], True)

    @rule(number=NUMBERS, at=st.just(0) | CALLS)
    def release(self, number: int, at: int) -> None:
        key = self.assets[number].key
        result = self.run(self.larder.store.release(key), Failing(at, StoreClosed))
        if not isinstance(result, LarderError) or key not in self.larder.vault.keeps:
            self.forget(self.assets[number])

    @rule(numbers=st.tuples(NUMBERS, NUMBERS))
    def release_while_its_twin_is_kept(self, numbers: tuple[int, int]) -> None:
        gone, stays = (self.assets[number] for number in numbers)

        async def both() -> None:
            store = self.larder.store
            await asyncio.gather(store.keep(stays), store.release(gone.key))

        self.run(both())
        self.kept.pop(gone.key, None)
        self.kept.pop(stays.key, None)
        if stays.key in self.larder.vault.keeps:
            self.acknowledge(stays, True)
        assert gone is stays or stays.key in self.kept

    @rule(number=NUMBERS, at=st.just(0) | CALLS)
    def retain(self, number: int, at: int) -> None:
        self.whole(self.larder.retention.retain(self.assets[number]), Failing(at, StoreClosed))

    @rule(number=NUMBERS, fault=FAULTS, at=CALLS)
    def fetch_again(self, number: int, fault: type[Fault], at: int) -> None:
        self.whole(self.larder.retention.fetch_again(self.assets[number]), fault(at))
        assert not self.larder.retention.fetching

    @rule(budget=BUDGETS, at=st.just(0) | CALLS)
    def limit(self, budget: int, at: int) -> None:
        self.run(self.larder.retention.limit(Limits(budget)), Failing(at, StoreClosed))
        if not at:
            self.the_budget_holds(budget)

    @rule(number=NUMBERS, needed=st.sampled_from((1, SIZE, 4 * SIZE)))
    def keep_in_little_room(self, number: int, needed: int) -> None:
        asset, free = self.assets[number], asset_room(needed)
        self.house.quota.free = free
        result = self.run(self.larder.store.keep(asset))
        self.house.quota.free = None
        self.acknowledge(asset, result)

    @rule(number=NUMBERS)
    def play(self, number: int) -> None:
        self.run(self.larder.playback.play([self.assets[number]], 0))

    @rule(number=NUMBERS, at=st.just(0) | CALLS)
    def draw(self, number: int, at: int) -> None:
        keep = self.larder.vault.keeps.get(self.assets[number].key)
        if keep is not None:
            self.run(self.larder.waveforms.ensure(keep), Failing(at, StoreClosed))

    @rule()
    def repair(self) -> None:
        self.run(self.larder.repair())
        self.nothing_is_left_over()

    @rule(number=NUMBERS, at=CALLS, what=KILLED)
    def kill(self, number: int, at: int, what: str) -> None:
        asset, larder = self.assets[number], self.larder
        keep = larder.vault.keeps.get(asset.key)
        work = {
            "keep": lambda: larder.transfers.add([asset]),
            "release": lambda: larder.store.release(asset.key),
            "draw": lambda: larder.waveforms.ensure(keep) if keep else larder.repair(),
            "check": lambda: larder.check(lambda _done, _total: None),
            "repair": larder.repair,
            "retain": lambda: larder.retention.retain(asset),
            "evict": lambda: larder.retention.limit(Limits(0)),
            "fetch again": lambda: larder.retention.fetch_again(asset),
        }[what]

        async def until_dead() -> None:
            await work()
            await self.world.quiet()

        self.run(until_dead(), Dead(at))
        self.world.start()
        if what == "keep" and self.larder.vault.kept(asset.key):
            self.acknowledge(asset, True)
        if what == "release" and asset.key not in self.larder.vault.keeps:
            self.forget(asset)
        self.nothing_is_left_over()

    @rule()
    def reload(self) -> None:
        self.world.start()
        self.nothing_is_left_over()

    @rule(number=NUMBERS, how=st.sampled_from(("flipped", "cut", "gone")))
    def damage(self, number: int, how: str) -> None:
        """Behind our back; a check finds it."""
        data, blobs = contents(number), self.house.blobs.blobs
        if ref_of(data) not in blobs or self.larder.store.pins.here:
            return
        del blobs[ref_of(data)]
        if how != "gone":
            blobs[ref_of(data)] = data[:-1] if how == "cut" else bytes([data[0] ^ 1]) + data[1:]
        self.hurt |= {key for key, saved in self.kept.items() if saved == data}
        self.run(self.larder.vault.load())
        self.run(self.larder.check(lambda _done, _total: None))

    def whole(self, work, fault: Fault) -> None:
        """`work` under the fault, and without it the waveform that may follow."""
        self.run(work, fault)
        self.run(self.world.quiet())

    def the_budget_holds(self, budget: int) -> None:
        """But for what plays, and what the server has not hashed."""
        larder = self.larder
        fixed = [keep for keep in larder.vault.by(By.PLAYER) if keep.asset.key == self.assets[4].key]
        fixed += [keep for keep in larder.vault.by(By.PLAYER) if keep.original in larder.store.pins.here]
        held = sum(larder.vault.sizes.get(ref, 0) for ref in {ref for keep in fixed for ref in keep.refs})
        assert larder.vault.retained().bytes <= max(budget, held)

    def nothing_is_left_over(self) -> None:
        larder = self.larder
        assert set(self.house.blobs.blobs) <= larder.vault.referenced() | set(larder.store.pins.here)
        assert self.house.blobs.staged == {}

    @invariant()
    def every_blob_is_what_its_name_says(self) -> None:
        assert all(ref_of(data) == ref for ref, data in self.house.blobs.blobs.items())

    @invariant()
    def what_was_acknowledged_is_there_and_nothing_else(self) -> None:
        keeps = self.larder.vault.keeps
        assert {key for key, keep in keeps.items() if keep.by is By.HAND} == set(self.kept)
        # A record that missed its bytes may get them back by any save of the same bytes, even a failed one.
        self.hurt = {key for key in self.hurt if self.larder.vault.here(key) is None}
        for key in self.kept.keys() - self.hurt:
            assert self.larder.vault.here(key)
            assert self.house.blobs.blobs[keeps[key].original] == self.kept[key]

    @invariant()
    def what_was_retained_is_what_the_server_has(self) -> None:
        for keep in self.larder.vault.by(By.PLAYER):
            assert keep.original == ref_of(contents(int(keep.asset.key, 16)))

    @invariant()
    def the_index_is_what_is_stored(self) -> None:
        vault, stored = self.larder.vault, self.run(self.house.stored())
        records = {key for key in stored["records"] if key.startswith("keep/")}
        assert {f"keep/{key}" for key in vault.keeps} == records
        assert vault.sizes.items() <= {ref: len(data) for ref, data in stored["blobs"].items()}.items()

    @invariant()
    def what_plays_is_here(self) -> None:
        assert all(ref in self.house.blobs.blobs for ref in self.larder.store.pins.here)


def asset_room(needed: int) -> int:
    """Free bytes that leave so many missing for one track."""
    return MARGIN + SIZE - needed


def test_the_vault_keeps_its_promises() -> None:
    wanted = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
    run_state_machine_as_test(Vault, settings=wanted)
