"""What is listened to: counted by where it came from, noted by when, and told once it was worth keeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from typing import Any

from app.core.play.playback import Playback, Source
from app.core.room.evictor import USED
from app.model.asset import Asset
from app.model.batch import Batch, Record
from app.model.errors import Conflict, LarderError
from app.ports import Clock, RecordStore

COUNTS = "count/plays"
WORTH = 30.0
"""Seconds after which something has been listened to."""
STEP = 5.0
"""Seconds between two reports of the place, at most: more is a seek, and nobody heard what it passed."""


class Plays:
    """Hears the playback. `here` and `streamed` are plays since this vault began."""

    def __init__(self, playback: Playback, records: RecordStore, clock: Clock) -> None:
        self._playback, self._records, self._clock = playback, records, clock
        self._asset: Asset | None = None
        self._place = self._heard = 0.0
        self._told = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.here = self.streamed = 0
        self.on_change: Callable[[], None] = lambda: None
        self.on_listened: Callable[[Asset], None] = lambda _: None
        """Told once for each play of something that streams."""
        playback.on_sound = self.hear

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read the counts."""
        self._show(await self._records.get(COUNTS) or {})

    def hear(self, event: str, asset: Asset | None) -> None:
        """The sound of `asset` says something."""
        if asset is not self._asset:
            self._asset, self._heard, self._told = asset, 0.0, False
            self._place = self._playback.sound.position
        if asset is None or event not in ("time", "ended"):
            return
        place = self._playback.sound.position
        step, self._place = place - self._place, place
        if 0 < step <= STEP:
            if not self._heard:
                self._spawn(self._count(asset, here=self._playback.source is Source.LOCAL))
            self._heard += step
        if (self._heard >= WORTH or event == "ended") and not self._told:
            self._told = True
            if self._playback.source is Source.STREAM:
                self.on_listened(asset)
        if event == "ended":
            self._asset = None

    async def _count(self, asset: Asset, *, here: bool) -> None:
        used = {USED + asset.key: {"at": self._clock.now()}} if here else {}
        with suppress(LarderError):  # a play that is not noted is still a play
            while True:
                before = await self._records.get(COUNTS)
                counts = one_more(before or {}, "here" if here else "streamed")
                with suppress(Conflict):  # another tab has counted at this very moment
                    await self._records.apply(Batch(put={COUNTS: counts, **used}, expect={COUNTS: before}))
                    return self._show(counts)

    def _show(self, counts: Record) -> None:
        self.here, self.streamed = int(counts.get("here", 0)), int(counts.get("streamed", 0))
        self.on_change()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def one_more(counts: Record, what: str) -> Record:
    """The counts with one more of `what`."""
    return {**counts, what: int(counts.get(what, 0)) + 1}
