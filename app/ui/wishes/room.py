"""What a person wants of the room in the vault, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from app.core.larder import Larder
from app.model.vault.limits import MB


class RoomWishes:
    """One function for each verb, in `doing`."""

    def __init__(self, larder: Larder) -> None:
        self._larder = larder
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "budget": self._budget,
            "automatic": self._automatic,
            "unmetered": self._unmetered,
            "fetch-again": self._fetch_again,
        }

    async def _budget(self, _key: str, value: str) -> None:
        """A number of MB; anything else is no budget, and the field shows the old one again."""
        retention = self._larder.retention
        with suppress(ValueError, OverflowError):
            budget = int(float(value) * MB)
            if budget >= 0:
                await retention.limit(replace(retention.limits, budget=budget))

    async def _automatic(self, _key: str, _value: str) -> None:
        retention = self._larder.retention
        await retention.limit(replace(retention.limits, automatic=not retention.limits.automatic))

    async def _unmetered(self, _key: str, _value: str) -> None:
        retention = self._larder.retention
        await retention.limit(replace(retention.limits, unmetered=not retention.limits.unmetered))

    async def _fetch_again(self, key: str, _value: str) -> None:
        line = next((line for line in self._larder.log.all if line.key == key), None)
        if line is not None:
            await self._larder.retention.fetch_again(line.asset)
