"""Makes room by plan: what the player retained goes, with a line in the log for each; nothing else ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from app.core.favourites import Favourites
from app.core.room.log import Log
from app.core.vault.media_store import MediaStore
from app.core.vault.pen import Pen
from app.model.asset import Asset
from app.model.few import few
from app.model.vault.eviction import Eviction, Plan, Stock, excess, plan, stock
from app.model.vault.keep import By, Keep
from app.model.vault.removal import removed
from app.model.wording import size
from app.ports import Clock, RecordStore

USED = "used/"
"""Kind of the records that say when an asset was last played."""

Need = Callable[[Stock, int], int]
"""Bytes to free, of a vault that holds this, when so many were freed already."""


class Evictor:
    """Plans evictions and carries them out."""

    def __init__(
        self,
        store: MediaStore,
        served: Mapping[str, Asset],
        favourites: Favourites,
        records: RecordStore,
        log: Log,
        clock: Clock,
    ) -> None:
        self._store, self._vault, self._served, self._favourites = store, store.vault, served, favourites
        self._records, self._log, self._clock = records, log, clock

    async def free(self, needed: int, cause: str) -> int:
        """Free `needed` bytes, or none. What is missing has to be freed by hand."""
        return await self._make_room(lambda _, freed: needed - freed, cause, whole=True)

    async def admit(self, more: int, budget: int) -> int:
        """Have `more` bytes fit into the budget, or leave everything. The bytes by which they don't fit."""
        return await self._make_room(lambda facts, _: excess(facts, budget, more), within(budget), whole=True)

    async def keep_to(self, budget: int) -> None:
        """Evict what is over the budget, as far as it may go."""
        await self._make_room(lambda facts, _: excess(facts, budget), within(budget), whole=False)

    async def tidy(self) -> None:
        """Forget what was retained and lost its bytes: it streams."""
        if self._gone():
            async with self._store.writer.hold() as pen:
                await self._vault.reread()
                await pen.remove(*self._gone())

    def _gone(self) -> list[Keep]:
        keeps = self._vault.keeps.items()
        return [keep for key, keep in keeps if keep.by is By.PLAYER and not self._vault.here(key)]

    async def _make_room(self, need: Need, cause: str, *, whole: bool) -> int:
        """A few at a time: others have the pen in between. What they have changed makes it another plan.

        As a `whole`, a plan that falls short takes nothing more.
        """
        gone = list[Eviction]()
        while True:
            made = await self._plan(need, sum(each.bytes for each in gone), cause)
            if made.missing and whole:
                return made.missing
            for some in few(made.evictions):
                if not await self._evicted(some, len(gone)):
                    break
                gone += some
            else:
                return made.missing

    async def _evicted(self, evictions: Sequence[Eviction], place: int) -> bool:
        """Whether these have gone, the first of them as the `place`-th; none, when the plan is outdated."""
        async with self._store.writer.hold() as pen:
            holds = await self._holds(evictions)
            if holds:
                await self._carry_out(evictions, place, pen)
        return holds

    async def _stock(self) -> Stock:
        used = dict[str, float]()
        for key, said in await self._records.scan(USED):
            with suppress(KeyError, TypeError, ValueError):  # what says nothing to us was never played
                used[key.removeprefix(USED)] = float(said["at"])
        vault, listed, favourites = self._vault, self._served, self._favourites.all
        pinned = await self._store.pins.everywhere()
        return stock(vault.keeps.values(), vault.sizes, used, listed, vault.others(), pinned, favourites)

    async def _plan(self, need: Need, freed: int, cause: str) -> Plan:
        facts = await self._stock()
        needed = need(facts, freed)
        return plan(facts, needed, self._clock.now(), cause) if needed > 0 else Plan()

    async def _holds(self, evictions: Sequence[Eviction]) -> bool:
        """Whether it is still as the plan has it: one may play by now, or be kept by hand, in any tab."""
        keeps = [each.keep for each in evictions]
        recorded = await self._records.get_many([each.key for each in keeps])
        for each in keeps:
            if recorded[each.key] != each.as_json():
                await self._vault.look(each.asset.key)
        pinned = set(await self._store.pins.everywhere())
        return all(
            self._vault.keeps.get(each.asset.key) == each and pinned.isdisjoint(each.refs) for each in keeps
        )

    async def _carry_out(self, evictions: Sequence[Eviction], place: int, pen: Pen) -> None:
        now = self._clock.now()
        lines = [removed(each, now, at) for at, each in enumerate(evictions, place)]
        put = {line.key: line.as_json() for line in lines}
        await pen.remove(*(each.keep for each in evictions), put=put)
        await self._log.written(lines, pen)


def within(budget: int) -> str:
    """What the room is for, when it is for the budget."""
    return f"The budget is {size(budget)}."
