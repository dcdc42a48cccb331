"""Where each asset was left, so that it goes on there after a reload or a killed tab."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from app.model.asset import Asset
from app.model.batch import Batch
from app.model.errors import LarderError
from app.ports import Clock, RecordStore

KIND = "position/"
EVERY = 3.0
"""Seconds between writes while playing."""
STRANGE = KeyError, TypeError, ValueError
"""What a record that another device wrote otherwise may raise."""
BACK = 10.0
"""Seconds: who goes further back than that wants to hear it again, on every device."""
WORTH = 15.0
"""Seconds from either end within which an asset simply starts anew."""


class Positions:
    """Positions of assets, in seconds."""

    def __init__(self, records: RecordStore, clock: Clock) -> None:
        self._records, self._clock = records, clock
        self._written = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    async def of(self, asset: Asset) -> float:
        """Where to go on; 0 for the beginning, and when nobody can say: playing matters more."""
        try:
            record = await self._records.get(KIND + asset.key)
            return float(record["at"]) if record else 0.0
        except (LarderError, *STRANGE):
            return 0.0

    def at(self, asset: Asset, position: float, duration: float, *, now: bool) -> None:
        """Note the place: at once when `now`, else at most every few seconds. `duration` 0: unknown."""
        if not now and self._clock.now() - self._written < EVERY:
            return
        if not duration:
            return
        if WORTH < position < duration - WORTH:
            self._spawn(self._note(KIND + asset.key, round(position, 2)))
        elif now:
            self.forget(asset)

    def forget(self, asset: Asset) -> None:
        """Begin anew next time."""
        self._spawn(self._records.apply(Batch(delete=(KIND + asset.key,))))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._written = self._clock.now()
        task = asyncio.create_task(self._try(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _note(self, key: str, at: float) -> None:
        before = await self._records.get(key) or {}
        rewinds = int(before.get("rewinds", 0)) + (at < float(before.get("at", 0.0)) - BACK)
        await self._records.apply(Batch(put={key: {"at": at, "rewinds": rewinds}}))

    async def _try(self, work: Coroutine[Any, Any, None]) -> None:
        with suppress(LarderError, *STRANGE):  # the last place that was noted counts
            await work
