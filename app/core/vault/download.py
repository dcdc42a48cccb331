"""Bring bytes from the server into a staging, hashed as they pass, resumed where a connection broke."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from app.core.vault.pour import pour
from app.model.errors import BlobCorrupt, Offline, Rejected
from app.model.ref import Ref
from app.model.span import Span
from app.model.wanted import Wanted
from app.ports import BlobStore, Clock, Incoming, Remote, Staging

STEP = 4 * 1024 * 1024
PATIENCE = (0.2, 1.0, 3.0)
"""Seconds to wait before trying again when a connection broke; anew when it came further than before."""

Progress = Callable[[int, int], None]
"""Bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes that wait, complete and checked, in the staging of their `Wanted`."""

    ref: Ref
    size: int
    media_type: str


class StartOver(Exception):
    """What is staged belongs to other bytes than the server now sends."""


async def download(
    remote: Remote, store: BlobStore, wanted: Wanted, progress: Progress, clock: Clock
) -> Arrived:
    """The wanted bytes, in a paused staging. What is already staged is not fetched again.

    Raises Offline (the staging stays, to go on later), Rejected, BlobCorrupt or VaultFull (nothing stays).
    Cancelled, it leaves the staging as Offline does.
    """
    tries, furthest, validator = 0, 0, f'"{wanted.digest}"' if wanted.digest else ""
    while True:
        attempt = Attempt(remote, store, wanted, progress, validator)
        try:
            return await attempt.run()
        except StartOver:
            continue
        except Offline:
            if attempt.reached > furthest:
                tries, furthest = 0, attempt.reached
            if tries == len(PATIENCE):
                raise
            await clock.sleep(PATIENCE[tries])
            tries, validator = tries + 1, attempt.validator


class Attempt:
    """One connection's worth of a download."""

    def __init__(
        self, remote: Remote, store: BlobStore, wanted: Wanted, progress: Progress, validator: str
    ) -> None:
        self._remote, self._store, self._wanted, self._progress = remote, store, wanted, progress
        self.validator = validator
        self.reached = 0
        self._hash = sha256()

    async def run(self) -> Arrived:
        """Fetch what is missing and check the whole."""
        async with self._store.stage(self._wanted.name) as staging:
            if staging.size and not self.validator:
                raise StartOver
            try:
                await self._rehash(staging)
                if staging.size and self._wanted.digest == self._ref():
                    await staging.pause()
                    return Arrived(self._ref(), staging.size, "")
                return await self._receive(staging)
            except (Offline, CancelledError):
                if staging.size:
                    await staging.pause()
                raise

    async def _receive(self, staging: Staging) -> Arrived:
        """What an earlier attempt left may be torn, too long, or of bytes that the server has replaced."""
        resumed = staging.size
        try:
            return await self._fetch(staging)
        except (BlobCorrupt, Rejected) as error:
            if resumed:
                raise StartOver from error
            raise

    async def _fetch(self, staging: Staging) -> Arrived:
        span = Span(staging.size)
        async with self._remote.fetch(self._wanted.path, span, self.validator) as incoming:
            self._wanted.refuse_type(incoming.media_type)
            if incoming.offset != staging.size:
                raise BlobCorrupt
            self.validator = incoming.etag
            await self._drain(incoming, staging)
        self._wanted.refuse_bytes(self._ref(), staging.size, incoming.digest)
        await staging.pause()
        return Arrived(self._ref(), staging.size, incoming.media_type)

    async def _drain(self, incoming: Incoming, staging: Staging) -> None:
        total = incoming.total or self._wanted.size
        await pour(incoming.chunks(), staging, self._hash.update, lambda size: self._come(size, total))

    def _come(self, size: int, total: int) -> None:
        if size:
            self.reached = size
            self._progress(size, total)

    async def _rehash(self, staging: Staging) -> None:
        for start in range(0, staging.size, STEP):
            self._hash.update(await staging.read(Span(start, min(start + STEP, staging.size))))
        if staging.size:
            self._progress(staging.size, self._wanted.size)

    def _ref(self) -> Ref:
        return Ref("sha256-" + self._hash.hexdigest())


def discarded(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
