"""Naming every track's bytes: SHA-256 in the background, one file at a time, remembered in the index."""

from __future__ import annotations

import asyncio
import os
from hashlib import sha256
from io import FileIO
from pathlib import Path
from threading import Event
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.model.ref import Ref
from server.inside import open_inside
from server.track import Track
from server.tracks import Tracks

CHUNK = 1024 * 1024
BATCH = 256
MOMENT = 1.0
"""Seconds of hashing between two writes."""

log = structlog.get_logger()


class Digests:
    """Hashes what has no digest whenever woken; a restart goes on with the next file."""

    def __init__(self, folder: Path, tracks: Tracks) -> None:
        self._folder = folder
        self._tracks = tracks
        self._woken = asyncio.Event()
        self._stopping = Event()
        self._failed: set[tuple[str, str]] = set()

    def wake(self) -> None:
        """Look for tracks without a digest."""
        self._woken.set()

    def stop(self) -> None:
        """Let go of the file that is being read."""
        self._stopping.set()

    async def run(self) -> None:
        """Hash whenever woken, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._hash_all()
            except SQLAlchemyError as error:
                log.warning("hashing broke off; the next scan takes it up again", reason=str(error))

    async def of(self, track: Track) -> Ref | None:
        """The digest of `track`, hashed now if need be; None when the file is gone or another one."""
        if track.digest:
            return track.digest
        digest = await asyncio.to_thread(self._hash, track)
        await self._remember([(track, digest)])
        return digest

    async def _hash_all(self) -> None:
        while todo := await self._todo():
            await self._remember(await asyncio.to_thread(self._hash_some, todo))

    async def _todo(self) -> list[Track]:
        found = await self._tracks.unhashed(limit=BATCH + len(self._failed))
        return [track for track in found if (track.key, track.stamp) not in self._failed]

    async def _remember(self, hashed: list[tuple[Track, Ref | None]]) -> None:
        self._failed.update((track.key, track.stamp) for track, digest in hashed if digest is None)
        known = [(track, digest) for track, digest in hashed if digest]
        if known:
            await self._tracks.hashed(known)

    def _hash_some(self, todo: list[Track]) -> list[tuple[Track, Ref | None]]:
        """The digests of as many as a moment allows, so that one write remembers many."""
        until = monotonic() + MOMENT
        hashed: list[tuple[Track, Ref | None]] = []
        for track in todo:
            hashed.append((track, self._hash(track)))
            if monotonic() > until or self._stopping.is_set():
                break
        return hashed

    def _hash(self, track: Track) -> Ref | None:
        try:
            with open_inside(self._folder, track.path) as file:
                digest = self._digest(file)
                return digest if is_same(file, track) else None
        except OSError:
            return None

    def _digest(self, file: FileIO) -> Ref:
        hashed, piece = sha256(), memoryview(bytearray(CHUNK))
        while (count := file.readinto(piece)) and not self._stopping.is_set():
            hashed.update(piece[:count])
        if self._stopping.is_set():
            raise InterruptedError("the server is stopping")
        return Ref("sha256-" + hashed.hexdigest())


def is_same(file: FileIO, track: Track) -> bool:
    """Whether the open file is still the one that was indexed, by size and time of change."""
    status = os.fstat(file.fileno())
    return (status.st_size, status.st_mtime_ns) == (track.size, track.mtime_ns)
