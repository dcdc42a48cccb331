"""Goes to the server and back whenever there is a reason to, and no more often than it bears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import random

from app.core.sync.sync import Sync
from app.model.errors import LarderError, Offline
from app.ports import Clock, Locks

CALM = 60.0
"""Seconds between exchanges while nothing happens."""
EAGER, LONGEST = 2.0, 120.0
"""Seconds after the first exchange that failed, and at most; doubled each time."""
LOCK, PATIENCE = "larder-sync", 30.0
"""One tab at a time; seconds that a frozen one may take."""


class Courier:
    """Exchanges until cancelled. A server that is away, or that fails, is asked again later, ever more rarely."""

    def __init__(self, sync: Sync, locks: Locks, clock: Clock, dice: Callable[[], float] = random) -> None:
        self._sync, self._locks, self._clock, self._dice = sync, locks, clock, dice
        self._awake = asyncio.Event()
        self._failures = 0
        self.trouble = ""
        """Why the last exchange did not go through, as a sentence; empty when it did."""
        self.on_change: Callable[[], None] = lambda: None

    def wake(self) -> None:
        """There is something to send, or a word that there is something to hear."""
        self._awake.set()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self._awake.clear()
            await self._go()
            await self._rest()

    async def _go(self) -> None:
        try:
            async with self._locks.hold(LOCK, PATIENCE):
                await self._sync.exchange()
        except LarderError as error:
            self._failures += 1
            trouble = "" if isinstance(error, Offline) else str(error)
        else:
            self._failures, trouble = 0, ""
        if trouble != self.trouble:
            self.trouble = trouble
            self.on_change()

    async def _rest(self) -> None:
        """A wake ends the calm at once, but not the pause after a failure: a server in trouble is let be."""
        pause = CALM
        if self._failures:
            pause = min(EAGER * 2 ** (self._failures - 1), LONGEST) * (0.5 + self._dice() / 2)
        sleeping = asyncio.create_task(self._clock.sleep(pause))
        waking = asyncio.create_task(self._awake.wait())
        try:
            await asyncio.wait((sleeping,) if self._failures else (sleeping, waking), return_when="FIRST_COMPLETED")
        finally:
            sleeping.cancel()
            waking.cancel()
