"""Tells whoever listens that a user's books have changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator

SIGN_OF_LIFE = 5.0
"""Seconds after which a listener is told that the connection still stands."""


class Bell:
    """One for the whole server. A listener that was away hears nothing of what it missed: it pulls first."""

    def __init__(self) -> None:
        self._listening: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._places: dict[str, int] = {}
        self._over = False

    def ring(self, user: str, place: int) -> None:
        """The user's books have got as far as this."""
        if place <= self._places.get(user, 0):
            return
        self._places[user] = place
        self._wake(self._listening[user])

    def stop(self) -> None:
        """The server ends: so does every listening."""
        self._over = True
        for listening in self._listening.values():
            self._wake(listening)

    async def listen(self, user: str) -> AsyncGenerator[int | None]:
        """The places as they come; None as a sign of life, the first at once."""
        rung = asyncio.Event()
        self._listening[user].add(rung)
        try:
            yield None
            while not self._over:
                try:
                    await asyncio.wait_for(rung.wait(), SIGN_OF_LIFE)
                except TimeoutError:
                    yield None
                    continue
                rung.clear()
                if not self._over:
                    yield self._places[user]
        finally:
            self._listening[user].discard(rung)

    def _wake(self, listening: set[asyncio.Event]) -> None:
        for rung in listening:
            rung.set()
