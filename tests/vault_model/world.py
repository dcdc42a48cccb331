"""A Larder whose every piece of work may be troubled, and which can be started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

from app.model.errors import LarderError
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, serve, track
from tests.faults.blobs import Torn
from tests.faults.fault import Cancelling, Fault, Killed

SIZE = 6_000
ALLOWED = (LarderError, asyncio.CancelledError, Killed)
"""How troubled work may fail; anything else is a bug."""


def contents(number: int) -> bytes:
    """Tracks 1 and 2 have the same bytes, as 3 and 4 have."""
    return music((number + 1) // 2, SIZE)


class World:
    """Four tracks on the server, a vault for them, and a loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.house = House(wrapper=Torn)
        numbers = range(1, 5)
        self.assets = {n: track(n, contents(n), known=n < 4, cover=n in (1, 3)) for n in numbers}
        for number, asset in self.assets.items():
            serve(self.house.server, asset, contents(number))
        listing(self.house.server, *self.assets.values())
        self.start()

    def end(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    @property
    def larder(self):
        return self.house.larder

    def run(self, work: Awaitable[Any], fault: Fault | None = None) -> Any:
        """The result of `work` while everything meets `fault`, or the error that may have ended it."""
        result = self.loop.run_until_complete(self._troubled(work, fault or Fault()))
        if isinstance(result, BaseException) and not isinstance(result, ALLOWED):
            raise result
        return result

    async def _troubled(self, work: Awaitable[Any], fault: Fault) -> Any:
        task = asyncio.ensure_future(work)
        if isinstance(fault, Cancelling):
            fault.task = task
        self._meet(fault)
        try:
            return (await asyncio.gather(task, return_exceptions=True))[0]
        finally:
            self._meet(Fault())

    def _meet(self, fault: Fault) -> None:
        drivers = self.larder.drivers
        drivers.blobs.fault = drivers.records.fault = self.house.server.fault = fault

    def start(self) -> None:
        """A new session, hours later, that puts right and goes on."""
        self.house.clock.time = time.time() + 7200
        self.house.enter()
        self.run(self._begin())

    async def _begin(self) -> None:
        for step in (self.larder.start, self.larder.refresh, self.larder.repair, self.larder.resume):
            await step()
        await self.quiet()

    async def quiet(self) -> None:
        """Until nothing is under way; what a kill has ended is over."""
        tasks = (self.larder.transfers.lanes.tasks.values(), self.larder._tasks)
        while under_way := [task for some in tasks for task in some if not task.done()]:
            await asyncio.wait(under_way)
