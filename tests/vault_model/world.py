"""A Larder whose every piece of work may be troubled, and which can be started again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

from app.core.health.rebuild import MARK
from app.core.larder import Larder
from app.model.batch import Batch
from app.model.chunk import Piece
from app.model.errors import LarderError
from app.model.ref import Ref
from tests.doubles.house import House
from tests.doubles.tracks import listing, music, serve, track
from tests.faults.fault import Cancelling, Fault, Killed
from tests.vault_model.stores import Stores

SIZE = 6_000
ALLOWED = (LarderError, asyncio.CancelledError, Killed)
"""How troubled work may fail; anything else is a bug."""


def contents(number: int) -> bytes:
    """Tracks 1 and 2 have the same bytes, as 3 and 4 have."""
    return music((number + 1) // 2, SIZE)


class World:
    """Four tracks on the server, and a vault for them in `stores`."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.house = House(stores.blobs, stores.records, wrapper=stores.wrapper)
        numbers = range(1, 5)
        self.assets = {n: track(n, contents(n), known=n < 4, cover=n in (1, 3)) for n in numbers}
        for number, asset in self.assets.items():
            serve(self.house.server, asset, contents(number))
        listing(self.house.server, *self.assets.values())

    @classmethod
    async def open(cls, stores: Stores) -> World:
        """A world over stores whose records have not been lost, in its first session."""
        await stores.records.apply(Batch(put={MARK: {"v": 1}}))
        world = cls(stores)
        await world.start()
        return world

    @property
    def larder(self) -> Larder:
        """That of this session."""
        return self.house.larder

    async def run(self, work: Awaitable[Any], fault: Fault | None = None) -> Any:
        """The result of `work` while everything meets `fault`, or the error that may have ended it."""
        task = asyncio.ensure_future(work)
        if isinstance(fault, Cancelling):
            fault.task = task
        self._meet(fault or Fault())
        try:
            (result,) = await asyncio.gather(task, return_exceptions=True)
        finally:
            self._meet(Fault())
        if isinstance(result, BaseException) and not isinstance(result, ALLOWED):
            raise result
        return result

    def _meet(self, fault: Fault) -> None:
        drivers = self.larder.drivers
        drivers.blobs.fault = drivers.records.fault = self.house.server.fault = fault

    async def start(self) -> None:
        """A new session, hours later, that puts right and goes on."""
        self.house.clock.time = time.time() + 7200
        self.house.enter()
        await self.run(self._begin())

    async def _begin(self) -> None:
        for step in (self.larder.start, self.larder.refresh, self.larder.repair, self.larder.resume):
            await step()
        await self.quiet()

    async def die(self, work: Awaitable[Any], fault: Fault) -> None:
        """The session ends in the middle of `work`, with all else that was under way; a new one starts."""
        await self.run(self._until_dead(work), fault)
        await self.start()

    async def _until_dead(self, work: Awaitable[Any]) -> None:
        try:
            await work
        finally:
            await self.quiet()

    async def quiet(self) -> None:
        """Until nothing is under way; what a kill has ended is over."""
        tasks = (self.larder.transfers.lanes.tasks.values(), self.larder._tasks)
        while under_way := [task for some in tasks for task in some if not task.done()]:
            await asyncio.gather(*under_way, return_exceptions=True)

    async def replace(self, ref: Ref, data: bytes) -> None:
        """Have other bytes, or none, under the name of a blob, behind Larder's back."""
        await self.stores.blobs.delete(ref)
        if data:
            async with self.stores.blobs.stage("damage") as staging:
                await staging.write(Piece(data))
                await staging.commit(ref)
