"""Blobs that must stay where they are: what plays or is being kept once more, in any tab."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AsyncExitStack

from app.model.ref import Ref
from app.ports import Locks

PREFIX = "larder-pin-"


class Pins:
    """A pin is a shared lock, so that every tab sees it and a killed tab lets go of it."""

    def __init__(self, locks: Locks) -> None:
        self._locks = locks
        self._counts: dict[Ref, int] = {}
        self._held: dict[Ref, AsyncExitStack] = {}

    @property
    def here(self) -> Collection[Ref]:
        """Pinned by this tab."""
        return self._counts.keys()

    async def everywhere(self) -> Collection[Ref]:
        """Pinned by any tab."""
        return self._counts.keys() | {Ref(name[len(PREFIX) :]) for name in await self._locks.held(PREFIX)}

    async def pin(self, ref: Ref) -> None:
        """From now on nobody takes the blob away; as many `unpin` as `pin` end it."""
        self._counts[ref] = self._counts.get(ref, 0) + 1
        if ref not in self._held:
            self._held[ref] = stack = AsyncExitStack()
            await stack.enter_async_context(self._locks.share(PREFIX + ref))

    async def unpin(self, ref: Ref) -> bool:
        """Let go of it once; True when that was this tab's last pin."""
        self._counts[ref] -= 1
        if self._counts[ref]:
            return False
        del self._counts[ref]
        await self._held.pop(ref).aclose()
        return True
