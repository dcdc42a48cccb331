"""Who holds which blob. A hash alone proves nothing: only whoever sent the bytes, all of them, holds them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.model.ref import Ref
from server.blobs.found import Found
from server.blobs.shelf import Shelf
from server.sync.tables import holdings

MOST_BLOBS = 50_000
"""That one user may hold."""
COLUMNS = (holdings.c.ref, holdings.c.size, holdings.c.media_type)


class NoRoom(Exception):
    """The user holds as much as a user may."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A blob that a user holds: its size in bytes, and its type as its bytes tell it."""

    ref: Ref
    size: int
    media_type: str


class Holdings:
    """The holdings of all users. What changes them flushes before it returns."""

    def __init__(
        self, engine: AsyncEngine, shelf: Shelf, most: int, now: Callable[[], float] = time.time
    ) -> None:
        self.shelf = shelf
        self._engine = engine
        self._most = most
        self._now = now

    async def find(self, user: str, ref: Ref) -> Holding | None:
        """The holding of that ref."""
        return next(iter(await self.of(user, [ref])), None)

    async def of(self, user: str, refs: Iterable[Ref]) -> list[Holding]:
        """Those of the refs that the user holds, while their bytes are there, as many as they were."""
        query = select(*COLUMNS).where(holdings.c.user == user, holdings.c.ref.in_(refs))
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        told = [Holding(Ref(row.ref), row.size, row.media_type) for row in rows]
        return await asyncio.to_thread(self._there, told)

    async def claim(self, user: str, ref: Ref) -> Holding | None:
        """The holding, from now on as safe from collection as if the bytes had just been sent."""
        async with self._engine.begin() as connection:
            where = (holdings.c.user == user, holdings.c.ref == ref)
            await connection.execute(update(holdings).where(*where).values(at=self._now(), unnamed=None))
        return await self.find(user, ref)

    async def take(self, user: str, found: Found, made: Path) -> None:
        """The user holds what `made` turned out to be, and it is on the shelf. Raises NoRoom, OSError.

        Nobody else writes in the books while the file gets its name: no collection comes between.
        """
        values = {"size": found.size, "media_type": found.media_type, "at": self._now()}
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(holdings).where(holdings.c.user == user, holdings.c.ref == found.ref)
            )
            await self._make_sure_of_room(connection, user, found.size)
            await connection.execute(insert(holdings).values(user=user, ref=found.ref, **values))
            await asyncio.to_thread(self.shelf.put, made, found.ref)

    async def make_sure_of_room(self, user: str, size: int) -> None:
        """Raises NoRoom unless the user may hold a blob of `size` more bytes."""
        async with self._engine.connect() as connection:
            await self._make_sure_of_room(connection, user, size)

    async def _make_sure_of_room(self, connection: AsyncConnection, user: str, size: int) -> None:
        query = select(func.count(), func.coalesce(func.sum(holdings.c.size), 0))
        count, held = (await connection.execute(query.where(holdings.c.user == user))).one()
        if count >= MOST_BLOBS or held + size > self._most:
            raise NoRoom

    def _there(self, told: Iterable[Holding]) -> list[Holding]:
        return [each for each in told if self.shelf.size(each.ref) == each.size]
