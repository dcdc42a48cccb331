"""Every upload there is: begun, gone on with, ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import structlog

from app.model.ref import Ref
from server.blobs.found import look
from server.blobs.holdings import Holdings, NoRoom
from server.problem import Problem
from server.uploads.appending import append
from server.uploads.note import Note, new_note
from server.uploads.parts import NotFlushed, Parts

LASTS = 24 * 3600
"""Seconds that an upload waits for more."""
NO_UPLOAD = "There is no such upload, or not any more; nothing was kept of it. Begin it again."
BUSY = "Something else is at this upload; nothing was changed. Try again in a moment."
ELSEWHERE = "This upload has got to byte {}; nothing was changed. Go on from there."
OTHER_BYTES = "These bytes are not what was announced; nothing was kept of them. Begin the upload again."
FULL = "The server keeps no more than this for one user; nothing was changed. Delete something there first."
DISK_FAILED = "The server's disk failed; nothing was kept of this upload. Begin it again later."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload as it stands: `offset` bytes have arrived for good."""

    note: Note
    offset: int
    expires: float
    """Seconds since 1970."""

    @property
    def ended(self) -> bool:
        """Whether the user holds the blob."""
        return self.offset == self.note.length


class Uploads:
    """An upload has all its bytes only when they are what was announced, and the user holds them."""

    def __init__(self, parts: Parts, holdings: Holdings, now: Callable[[], float] = time.time) -> None:
        self.parts = parts
        self._holdings = holdings
        self._now = now
        self._busy = set[str]()

    async def begin(self, user: str, ref: Ref, length: int) -> Upload:
        """A new upload, with nothing left to send when the user holds the blob. Raises Problem."""
        note, held = new_note(user, ref, length), await self._holdings.claim(user, ref)
        if held:
            if held.size != length:
                raise Problem(460, OTHER_BYTES)
            await asyncio.to_thread(self.parts.tell, note)
        else:
            with refusing_more():
                arrived = await asyncio.to_thread(self.parts.arrived, user)
                await self._holdings.make_sure_of_room(user, arrived + length)
            await asyncio.to_thread(self.parts.begin, note)
        return await self.look(user, note.id)

    async def look(self, user: str, name: str) -> Upload:
        """The upload as it stands. Raises Problem."""
        async with self._alone(user, name) as note:
            return await self._at(note, await self._size(note))

    async def go_on(
        self, user: str, name: str, at: int, arriving: AsyncIterator[bytes], checksum: bytes | None
    ) -> Upload:
        """The upload with what arrives from byte `at` on. Raises Problem."""
        async with self._alone(user, name) as note:
            size = await self._size(note)
            if size != at:
                raise Problem(409, ELSEWHERE.format(size))
            if size < note.length:
                size = await append(self.parts.path(name), arriving, note.length, checksum)
            return await self._at(note, size)

    async def end(self, user: str, name: str) -> None:
        """There is no such upload any more; a blob that came of it stays. Raises Problem."""
        async with self._alone(user, name):
            await asyncio.to_thread(self.parts.drop, name)

    async def sweep(self) -> None:
        """End all uploads that nobody has gone on with for long."""
        before = self._now() - LASTS
        for name in await asyncio.to_thread(self.parts.older, before):
            with suppress(Problem), self._lock(name):
                if await asyncio.to_thread(self.parts.is_older, name, before):
                    await asyncio.to_thread(self.parts.clear, name)

    @contextmanager
    def _lock(self, name: str) -> Generator[None]:
        if name in self._busy:
            raise Problem(423, BUSY, {"Retry-After": "1"})
        self._busy.add(name)
        try:
            yield
        finally:
            self._busy.discard(name)

    @asynccontextmanager
    async def _alone(self, user: str, name: str) -> AsyncGenerator[Note]:
        """The note, read when nobody else can end the upload: it says whose the bytes are."""
        with self._lock(name):
            note = await asyncio.to_thread(self.parts.note, name)
            if note is None or note.user != user:
                raise Problem(404, NO_UPLOAD)
            try:
                yield note
            except NotFlushed as error:
                log.error("an upload is given up", reason=str(error))
                with suppress(OSError):
                    await asyncio.to_thread(self.parts.drop, name)
                raise Problem(500, DISK_FAILED) from error

    async def _size(self, note: Note) -> int:
        size = await asyncio.to_thread(self.parts.size, note.id)
        return note.length if size is None else size

    async def _at(self, note: Note, size: int) -> Upload:
        if size >= note.length:
            await self._settle(note)
        return Upload(note, size, self._now() + LASTS)

    async def _settle(self, note: Note) -> None:
        """Have the user hold what has arrived whole; after a kill it may be on the shelf already."""
        made = self.parts.path(note.id)
        if not await asyncio.to_thread(made.exists):
            if await self._holdings.find(note.user, note.ref):
                return
            made = self._holdings.shelf.path(note.ref)
        try:
            found = await asyncio.to_thread(look, made)
        except FileNotFoundError:
            await asyncio.to_thread(self.parts.drop, note.id)
            raise Problem(404, NO_UPLOAD) from None
        if (found.ref, found.size) != (note.ref, note.length):
            await asyncio.to_thread(self.parts.drop, note.id)
            raise Problem(460, OTHER_BYTES)
        with refusing_more():
            await self._holdings.take(note.user, found, made)


@contextmanager
def refusing_more() -> Generator[None]:
    """Say it when a user holds too much."""
    try:
        yield
    except NoRoom:
        raise Problem(507, FULL) from None
