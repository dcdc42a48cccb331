"""Saves side by side, each on a lane of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from app.core.vault.download import Progress
from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.vault.keep import Keep

PATIENCE = 10.0
"""Seconds after which a save that another tab is at gives its lane away: that tab may be frozen."""
Ended = Callable[[str, Keep | BaseException], Awaitable[None]]
"""Told the key of a save, and what came of it."""
Wanted = Callable[[str], Awaitable[bool]]
"""Says of a key whether it is still to be saved, now that no other tab is at it."""


class Lanes:
    """A fixed number of saves at a time. What is stopped is held, to go on with, or dropped.

    What was recorded before it could be stopped is saved.
    """

    def __init__(
        self, store: MediaStore, count: int, ended: Ended, freed: Callable[[], None], wanted: Wanted
    ) -> None:
        self._store, self.count, self._ended, self._freed = store, count, ended, freed
        self._wanted = wanted
        self._saves: dict[str, asyncio.Task[Keep]] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}
        """What runs, by key, until what came of it is written down."""
        self.dropped: set[str] = set()
        """Those of them that are not to be gone on with."""
        self._begun: set[str] = set()
        self._aside: set[str] = set()
        """Those that wait for another tab, and take no lane."""

    @property
    def taken(self) -> int:
        """How many lanes are not free."""
        return len(self.tasks) - len(self._aside)

    def begin(self, asset: Asset, progress: Progress) -> None:
        """Save it."""
        key = asset.key
        save = self._store.keep(
            asset, progress, hold=lambda: key not in self.dropped, begun=lambda: self._begins(key)
        )
        self._saves[key] = asyncio.create_task(save)
        self.tasks[key] = asyncio.create_task(self._run(key, self._saves[key]))

    def hold(self, keys: Iterable[str]) -> None:
        """Stop these where they are."""
        for key in keys:
            self._saves[key].cancel()

    async def drop(self, keys: Iterable[str]) -> None:
        """Stop those of these that run, and wait until that is done: the vault is as it was before."""
        running = [key for key in keys if key in self.tasks]
        self.dropped.update(running)
        self.hold(running)
        await asyncio.gather(*(self.tasks[key] for key in running), return_exceptions=True)

    async def _begins(self, key: str) -> None:
        self._begun.add(key)
        self._aside.discard(key)
        if not await self._wanted(key):
            self.dropped.add(key)
            self.hold((key,))
            await asyncio.sleep(0)

    def _step_aside(self, key: str) -> None:
        if key not in self._begun:
            self._aside.add(key)
            self._freed()

    async def _run(self, key: str, save: asyncio.Task[Keep]) -> None:
        waiting = asyncio.get_running_loop().call_later(PATIENCE, self._step_aside, key)
        try:
            (outcome,) = await asyncio.gather(save, return_exceptions=True)
            if isinstance(outcome, asyncio.CancelledError):  # too late, perhaps
                outcome = self._store.vault.kept(key) or outcome
            await self._ended(key, outcome)
        finally:
            waiting.cancel()
            del self._saves[key], self.tasks[key]
            for some in (self.dropped, self._begun, self._aside):
                some.discard(key)
            self._freed()
