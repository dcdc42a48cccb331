"""What is listened to while it streams stays here, within a budget, until something else needs the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial

from app.core.reachability import Reachability
from app.core.room.evictor import Evictor
from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.errors import LarderError
from app.model.vault.keep import By, Keep
from app.model.vault.limits import KEY, Limits, limits
from app.ports import Connection, RecordStore


class Retention:
    """Keeps by the player: retained, fetched again, limited."""

    def __init__(
        self,
        store: MediaStore,
        evictor: Evictor,
        served: Mapping[str, Asset],
        records: RecordStore,
        reachability: Reachability,
        connection: Connection,
    ) -> None:
        self._store, self._evictor, self._served = store, evictor, served
        self._records, self._reachability, self._connection = records, reachability, connection
        self._busy = asyncio.Lock()
        self.limits = Limits()
        self.allowed = True
        """Whether anything may be stored here at all."""
        self.fetching: dict[str, tuple[int, int]] = {}
        """What is fetched again, by key: bytes done, of how many."""
        self.on_change: Callable[[], None] = lambda: None
        self.on_kept: Callable[[Keep], object] = lambda _: None

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read the limits afresh."""
        self.limits = limits(await self._records.get(KEY))
        self.on_change()

    async def limit(self, wanted: Limits) -> None:
        """These limits from now on; what they forbid goes. Raises LarderError: they are as before."""
        await self._records.apply(Batch(put={KEY: wanted.as_json()}))
        self.limits = wanted
        self.on_change()
        if wanted.automatic:
            await self._evictor.keep_to(wanted.budget)

    async def retain(self, asset: Asset) -> None:
        """Retain what is listened to, when it may be and fits. What can't be done now is let be."""
        async with self._busy:
            listed = self._served.get(asset.key)
            if listed is None or not self._may() or self._store.vault.here(asset.key):
                return
            with suppress(LarderError):
                if not await self._evictor.admit(listed.size, self.limits.budget):
                    self.on_kept(await self._store.keep(listed, by=By.PLAYER))
                    await self._evictor.keep_to(self.limits.budget)

    async def fetch_again(self, asset: Asset) -> None:
        """Bring back what was evicted; asked for by hand, it comes whatever the budget says.

        Raises what a save raises.
        """
        if asset.key in self.fetching:
            return
        asset = self._served.get(asset.key, asset)
        self._progress(asset, 0, asset.size)
        try:
            if self.limits.automatic:
                await self._evictor.admit(asset.size, self.limits.budget)
            self.on_kept(await self._store.keep(asset, partial(self._progress, asset), By.PLAYER))
        finally:
            del self.fetching[asset.key]
            self.on_change()

    async def make_room(self, needed: int, cause: str) -> int:
        """Room for a save by hand. The bytes that only the user can free."""
        return await self._evictor.free(needed, cause) if self.limits.automatic else needed

    def _may(self) -> bool:
        metered = self.limits.unmetered and self._connection.metered()
        return self.allowed and self.limits.automatic and self._reachability.online and not metered

    def _progress(self, asset: Asset, done: int, total: int) -> None:
        self.fetching[asset.key] = (done, total)
        self.on_change()
