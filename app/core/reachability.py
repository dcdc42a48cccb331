"""Whether the server can be reached: asked of the server itself, never of the browser's opinion."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from os import urandom

from app.core.rest import rest
from app.model.errors import LarderError
from app.ports import Clock, Remote

CALM, EAGER, LONGEST = 20.0, 2.0, 30.0
"""Seconds between questions: while all is well, right after it was not, and at most."""


class Reachability:
    """Asks again and again; `wake` asks at once."""

    def __init__(self, remote: Remote, clock: Clock) -> None:
        self._remote, self._clock = remote, clock
        self._awake = asyncio.Event()
        self.online = True
        self.on_change: Callable[[bool], None] = lambda _: None
        self.on_answer: Callable[[], None] = lambda: None

    def wake(self) -> None:
        """Something hints that the answer has changed."""
        self._awake.set()

    async def watch(self) -> None:
        """Until cancelled."""
        pause = EAGER
        while True:
            self._awake.clear()
            await self.ask()
            await rest(self._clock, CALM if self.online else pause, self._awake)
            pause = EAGER if self.online else min(pause * 2, LONGEST)

    async def ask(self) -> bool:
        """One question with a nonce, so that no stored answer passes for the server."""
        nonce = urandom(16).hex()
        try:
            reply = await self._remote.ask(f"/api/ping?nonce={nonce}")
            online = reply is not None and bool(reply.body["nonce"] == nonce)
        except (LarderError, KeyError, TypeError, IndexError):
            online = False
        if online != self.online:
            self.online = online
            self.on_change(online)
        if online:
            self.on_answer()
        return online
