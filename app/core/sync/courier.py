"""Goes to the server and back whenever there is a reason to, and no more often than it bears."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from random import random

from app.core.rest import rest
from app.core.sync.sync import Sync
from app.model.errors import LarderError, Offline
from app.ports import Clock, Locks

CALM = 20.0
"""Seconds between exchanges while nothing happens."""
GATHER = 0.5
"""Seconds from a change to the exchange: changes seldom come alone."""
EAGER, LONGEST = 2.0, 120.0
"""Seconds after the first exchange that failed, and at most; doubled each time."""
LOCK, PATIENCE = "larder-sync", 30.0
"""One tab at a time; seconds that a frozen one may take."""

STUCK = "Sync failed at something it does not understand; what changed here is kept. Reload this page."


class Courier:
    """Exchanges until cancelled. A server that is away, or fails, is asked again later, ever more rarely."""

    def __init__(self, sync: Sync, locks: Locks, clock: Clock, dice: Callable[[], float] = random) -> None:
        self._sync, self._locks, self._clock, self._dice = sync, locks, clock, dice
        self._awake, self._back = asyncio.Event(), asyncio.Event()
        self._failures = 0
        self.trouble = ""
        """Why the last exchange did not go through, as a sentence; empty when it did, or reached nobody."""
        self.last = 0.0
        """When the last one went through, in seconds since 1970; 0 before the first of this session."""
        self.on_exchanged: Callable[[], None] = lambda: None
        """Told after every one that went through."""
        self.on_change: Callable[[], None] = lambda: None
        """Told how every exchange went."""

    @property
    def failing(self) -> bool:
        """Whether the last exchange did not go through."""
        return self._failures > 0

    def wake(self) -> None:
        """There is something to send, or a word that there is something to hear."""
        self._awake.set()

    def again(self) -> None:
        """The server is back: no more waiting after failures."""
        self._back.set()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self._awake.clear()
            self._back.clear()
            await self.go()
            await self._rest()

    async def go(self) -> None:
        """One exchange; how it went is `trouble` and `last`."""
        try:
            async with self._locks.hold(LOCK, PATIENCE):
                await self._sync.exchange()
        except LarderError as error:
            self._failures += 1
            self.trouble = "" if isinstance(error, Offline) else str(error)
        except Exception:  # a fault of ours: it must not be the last exchange
            self._failures += 1
            self.trouble = STUCK
            traceback.print_exc()
        else:
            self._failures, self.trouble, self.last = 0, "", self._clock.now()
            self.on_exchanged()
        self.on_change()

    async def _rest(self) -> None:
        """A change ends the calm, but not the pause after a failure: a server in trouble is let be."""
        if not self._failures:
            await rest(self._clock, CALM, self._awake, self._back)
            return await rest(self._clock, GATHER, self._back)
        pause = min(EAGER * 2 ** (self._failures - 1), LONGEST)
        await rest(self._clock, pause * (0.5 + self._dice() / 2), self._back)
