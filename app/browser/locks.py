"""Web Locks: mutual exclusion among tabs, which a killed tab lets go of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from math import inf
from typing import Any

from js import AbortController, Object, Promise, navigator
from pyodide.ffi import create_once_callable, create_proxy, to_js


class WebLocks:
    """`navigator.locks`. Where a page has none (plain http), `app.memory.MemoryLocks` serves the one tab."""

    def __init__(self) -> None:
        self._here: dict[str, Request] = {}
        self._taking = asyncio.Lock()

    @staticmethod
    def offered() -> bool:
        """Whether this page has them."""
        return hasattr(navigator, "locks")

    @asynccontextmanager
    async def hold(self, name: str, patience: float = inf) -> AsyncGenerator[bool]:
        """Wait for, then hold, a lock; True: it was taken from its holder."""
        request, thief = Request(name), None
        try:
            thief = await self._overdue(request, name, patience)
            self._here[name] = thief or request
            yield thief is not None
        finally:
            for each in (request, thief):
                if each is not None:
                    await self._end(name, each)

    @asynccontextmanager
    async def share(self, name: str) -> AsyncGenerator[None]:
        """Hold a lock beside others who share it."""
        request = Request(name, mode="shared")
        try:
            await request.within(inf)
            yield
        finally:
            await request.end()

    async def held(self, prefix: str) -> Collection[str]:
        """Names that are held or shared, by any tab."""
        return {lock.name for lock in await query() if lock.name.startswith(prefix)}

    async def _overdue(self, request: Request, name: str, patience: float) -> Request | None:
        """Wait; the request that took the lock when one holder has had it for `patience` seconds."""
        holder = None if patience == inf else await self._holder(name)
        while not await request.within(patience):
            async with self._taking:  # among those that lose patience at once, the second finds a new holder
                before, holder = holder, await self._holder(name)
                if holder == before and not await request.within(0):
                    await request.end()
                    self._here[name] = await self._steal(name)
                    return self._here[name]
        return None

    async def _steal(self, name: str) -> Request:
        """The request that took the lock. Cancelled, it lets go of what it is about to get."""
        thief = Request(name, steal=True)
        try:
            await thief.within(inf)
        except asyncio.CancelledError:
            await thief.end()
            raise
        return thief

    async def _end(self, name: str, request: Request) -> None:
        if self._here.get(name) is request:
            del self._here[name]
        await request.end()

    async def _holder(self, name: str) -> tuple[str, Request | None]:
        """Which tab holds the lock and, if that may be this one, for which request."""
        tabs = [str(lock.clientId) for lock in await query() if lock.name == name]
        return "".join(tabs), self._here.get(name)


async def query() -> list[Any]:
    """Every lock that is held now."""
    return list((await navigator.locks.query()).held)


class Request:
    """One request for a lock: the browser holds it as long as the promise it is given is open."""

    def __init__(self, name: str, **options: Any) -> None:
        self._granted = asyncio.Event()
        self._release: Any = None
        self._left = False
        self._abort = AbortController.new()
        self._callback = create_proxy(self._held)
        if "steal" not in options:
            options["signal"] = self._abort.signal
        wanted = to_js(options, dict_converter=Object.fromEntries)
        self._over = asyncio.ensure_future(navigator.locks.request(name, wanted, self._callback))
        self._over.add_done_callback(self._ended)

    async def within(self, seconds: float) -> bool:
        """Whether it is granted in time."""
        if seconds and not self._granted.is_set():
            try:
                await asyncio.wait_for(self._granted.wait(), None if seconds == inf else seconds)
            except TimeoutError:
                return False
        return self._granted.is_set()

    async def end(self) -> None:
        """Let go; a request that was not granted is withdrawn."""
        self._left = True
        if self._release is None:
            self._abort.abort()
        else:
            self._release()
        if not self._over.done():
            await asyncio.wait([self._over])

    def _held(self, _lock: Any) -> Any:
        until = Promise.new(create_once_callable(self._opened))
        self._granted.set()
        if self._left:
            self._release()
        return until

    def _opened(self, resolve: Any, _reject: Any) -> None:
        self._release = resolve

    def _ended(self, over: asyncio.Future[Any]) -> None:
        if not over.cancelled():
            over.exception()  # asked for, it is not reported: that it was withdrawn or taken is no news
        self._callback.destroy()
