"""Bringing the index in line with the library folder, in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.cover import Covers
from server.reading import read
from server.track import Skipped, Track
from server.tracks import Tracks
from server.walk import Found, walk

BATCH = 64
"""Files read between two writes: the list grows visibly, and memory does not."""

log = structlog.get_logger()


@dataclass(slots=True)
class Progress:
    """Files looked at, files there are, and whether it is going on."""

    done: int = 0
    total: int = 0
    running: bool = False


class Scan:
    """One scan at a time; asking during one makes another follow."""

    def __init__(self, folder: Path, tracks: Tracks, covers: Covers, after: Callable[[], None]) -> None:
        self.progress = Progress()
        self._folder = folder
        self._tracks = tracks
        self._covers = covers
        self._after = after
        self._asked = asyncio.Event()
        self._stopping = False

    def ask(self) -> None:
        """Have the folder scanned soon."""
        self._asked.set()
        self.progress.running = True

    def stop(self) -> None:
        """Let go after the file that is being read."""
        self._stopping = True

    async def run(self) -> None:
        """Scan whenever asked, until cancelled."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._scan()
            except (OSError, SQLAlchemyError) as error:
                log.warning("the scan broke off; the list stays as far as it got", reason=str(error))
            finally:
                self.progress.running = self._asked.is_set()
            self._after()

    async def _scan(self) -> None:
        seen = await asyncio.to_thread(walk, self._folder)
        known = await self._tracks.stamps()
        changed = [found for found in seen.found if known.get(found.path) != found.stamp]
        self.progress.total = len(seen.found)
        self.progress.done = len(seen.found) - len(changed)
        await self._forget([item.path for item in (*seen.found, *seen.refused)], known, seen.knows)
        refused = [item for item in seen.refused if known.get(item.path) != item.stamp]
        if refused:
            await self._tracks.put(refused)
        for at in range(0, len(changed), BATCH):
            batch = changed[at : at + BATCH]
            await self._tracks.put(await asyncio.to_thread(self._read, batch))
            self.progress.done += len(batch)

    async def _forget(
        self, seen: Sequence[bytes], known: dict[bytes, str], sure: Callable[[bytes], bool]
    ) -> None:
        gone = [path for path in known.keys() - set(seen) if sure(path)]
        if gone:
            await self._tracks.forget(gone)

    def _read(self, batch: Sequence[Found]) -> list[Track | Skipped]:
        return [read(self._folder, found, self._covers) for found in batch if not self._stopping]
