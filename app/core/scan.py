"""The server's scan, seen from the page: what it finds is shown while it goes on, not at the next start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.model.errors import LarderError, Offline
from app.ports import Clock, Remote

PATH = "/api/library/scan"
SOON, SLOWER, LONGEST = 2.0, 1.5, 60.0
"""Seconds to the second look, by how much each pause is longer than the last, and seconds at most.

A long list is work to take over, and a large folder may be read and hashed for hours.
"""


class Scan:
    """Follows the server as it reads its folder, and as it learns the digests of what it has found."""

    def __init__(self, remote: Remote, clock: Clock, refresh: Callable[[], Awaitable[None]]) -> None:
        self._remote, self._clock, self._refresh = remote, clock, refresh
        self.running: bool | None = None
        """Whether the server reads its folder at the moment; None before it has said so."""
        self.on_change: Callable[[], None] = lambda: None

    async def watch(self) -> None:
        """Look, then ask for the list, until cancelled: what was found before the look is in that list."""
        pause = SOON
        while True:
            before = self.running
            await self.look()
            if self.running and not before:
                pause = SOON
            await self._refresh()
            await self._clock.sleep(pause)
            pause = min(pause * SLOWER, LONGEST)

    async def look(self) -> None:
        """Ask how it stands; offline, that stays as it is."""
        before = self.running
        try:
            reply = await self._remote.ask(PATH)
            self.running = reply is not None and bool(reply.body["running"])
        except Offline:
            return
        except (LarderError, KeyError, TypeError, IndexError):
            self.running = False
        if self.running != before:
            self.on_change()
