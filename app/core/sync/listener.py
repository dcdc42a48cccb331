"""Hears from the server that something has changed, so that nobody has to ask all the time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from app.core.rest import rest
from app.model.errors import LarderError
from app.ports import Clock, Locks, Remote

PATH = "/api/sync/events"
LOCK = "larder-events"
PAUSE = 30.0
"""Seconds until a connection that broke is made again, if nothing says sooner that the server is there."""


class Listener:
    """One tab of all listens; when it closes, another one does."""

    def __init__(self, remote: Remote, locks: Locks, clock: Clock) -> None:
        self._remote, self._locks, self._clock = remote, locks, clock
        self._back = asyncio.Event()
        self.on_news: Callable[[], None] = lambda: None

    def again(self) -> None:
        """The server is back."""
        self._back.set()

    async def watch(self) -> None:
        """Until cancelled."""
        async with self._locks.hold(LOCK):
            while True:
                self._back.clear()
                with suppress(LarderError):  # the exchanges go on without it
                    async for _place in self._remote.events(PATH):
                        self.on_news()
                await rest(self._clock, PAUSE, self._back)
