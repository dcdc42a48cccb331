"""Room that saves under way were promised and have not filled yet."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable

from app.core.vault.download import Progress
from app.model import wording
from app.model.asset import Asset
from app.model.errors import VaultFull
from app.model.vault.room import shortage
from app.ports import Leftovers, Quota

MakeRoom = Callable[[int, str], Awaitable[int]]
"""Frees so many bytes for what the sentence says, or none; gives how many only the user can free."""


async def unable(needed: int, _cause: str) -> int:
    """Frees nothing."""
    return needed


class Promised:
    """Bytes still to come, by the name of their staging: no second save may plan with the same room."""

    def __init__(self, stagings: Leftovers, quota: Quota) -> None:
        self._stagings, self._quota, self._planning = stagings, quota, Lock()
        self.make_room: MakeRoom = unable
        self._bytes: dict[str, int] = {}
        self.waiting: set[str] = set()
        """Those of which nobody has said yet how much has come already."""

    @property
    def bytes(self) -> int:
        """All that is promised."""
        return sum(self._bytes.values())

    async def plan(self, asset: Asset, name: str) -> None:
        """Promise room to the staging `name`: what other saves were promised counts. Raises VaultFull."""
        async with self._planning:
            missing = shortage(asset.size + self.bytes, await self._quota.estimate())
            if missing:
                missing = shortage(await self._needed(asset, name), await self._quota.estimate())
            if missing:
                missing = await self.make_room(missing, f"It made room for “{asset.title}”.")
            if missing:
                raise VaultFull(
                    f"“{asset.title}” was not saved: it needs {wording.size(asset.size)}, and "
                    f"{wording.size(missing)} have to be freed by hand. Everything already kept is safe; "
                    "remove something, or let it stream.",
                    missing,
                )
            self._bytes[name] = asset.size
            self.waiting.add(name)

    async def _needed(self, asset: Asset, name: str) -> int:
        """Bytes to come: what is staged already is counted as used."""
        there = await self._stagings.stagings()
        staged = sum(there[each].size for each in {name, *self.waiting} if each in there)
        return max(0, asset.size + self.bytes - staged)

    def end(self, name: str) -> None:
        """No more will come."""
        self._bytes.pop(name, None)
        self.waiting.discard(name)

    def filling(self, name: str, size: int, progress: Progress) -> Progress:
        """`progress`, by which what has come of `size` bytes is promised no longer."""

        def filled(done: int, total: int) -> None:
            if name in self._bytes:
                self.waiting.discard(name)
                self._bytes[name] = max(0, size - done)
            progress(done, total)

        return filled
