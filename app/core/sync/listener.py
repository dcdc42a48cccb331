"""Hears from the server that something has changed, so that nobody has to ask all the time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from app.model.errors import LarderError
from app.ports import Clock, Locks, Remote

PATH = "/api/sync/events"
LOCK = "larder-events"
PAUSE = 5.0
"""Seconds until a connection that broke is made again; the exchanges go on without it."""


class Listener:
    """One tab of all listens; when it closes, another one does."""

    def __init__(self, remote: Remote, locks: Locks, clock: Clock) -> None:
        self._remote, self._locks, self._clock = remote, locks, clock
        self.on_news: Callable[[], None] = lambda: None

    async def watch(self) -> None:
        """Until cancelled."""
        async with self._locks.hold(LOCK):
            while True:
                with suppress(LarderError):
                    async for _place in self._remote.events(PATH):
                        self.on_news()
                await self._clock.sleep(PAUSE)
