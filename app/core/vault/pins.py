"""Blobs that must stay where they are: what plays or is being kept once more, in any tab."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import AsyncExitStack

from app.core.vault.unbroken import ended
from app.model.ref import Ref
from app.ports import Locks

PREFIX = "larder-pin-"


class Pins:
    """A pin is a shared lock, so that every tab sees it and a killed tab lets go of it."""

    def __init__(self, locks: Locks) -> None:
        self._locks = locks
        self._counts: dict[Ref, int] = {}
        self._shares: dict[Ref, asyncio.Future[AsyncExitStack]] = {}

    @property
    def here(self) -> Collection[Ref]:
        """Pinned by this tab."""
        return self._counts.keys()

    async def everywhere(self) -> Collection[Ref]:
        """Pinned by any tab."""
        return self._counts.keys() | {Ref(name[len(PREFIX) :]) for name in await self._locks.held(PREFIX)}

    async def pin(self, ref: Ref) -> None:
        """From now on nobody takes the blob away; as many `unpin` as `pin` end it. Stopped, it is undone."""
        self._counts[ref] = self._counts.get(ref, 0) + 1
        if ref not in self._shares:
            self._shares[ref] = asyncio.ensure_future(self._share(ref))
        try:
            await asyncio.shield(self._shares[ref])
        except BaseException:
            await self.unpin(ref)
            raise

    async def unpin(self, ref: Ref) -> bool:
        """Let go of it once; True when that was this tab's last pin."""
        self._counts[ref] -= 1
        if self._counts[ref]:
            return False
        del self._counts[ref]
        share = self._shares.pop(ref)
        share.cancel()  # nothing happens to one that is granted
        await ended(share)
        if not share.cancelled() and share.exception() is None:
            await share.result().aclose()
        return True

    async def _share(self, ref: Ref) -> AsyncExitStack:
        stack = AsyncExitStack()
        await stack.enter_async_context(self._locks.share(PREFIX + ref))
        return stack
