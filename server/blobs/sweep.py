"""Collecting what nobody needs any more: holdings, then blobs, each a day after it was last wanted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from sqlalchemy import and_, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.model.ref import PATTERN, Ref
from server.blobs.shelf import Shelf
from server.sync.tables import heads, holdings, records
from server.uploads.uploads import Uploads

GRACE = 24 * 3600
"""Seconds for which what nobody names stays: a deletion can be undone, and bytes come before the record."""
EVERY = 3600
SPEAKING = ("favourite/", "position/")
"""Kinds of records that may speak of blobs and hold none. Not those of a device: there an asset of the list
holds nothing, here it is all that holds its bytes."""

log = structlog.get_logger()

Held = tuple[str, str]
"""A user and a ref."""


class Sweep:
    """Runs at start and every hour. Killed anywhere, it leaves the rest to the next one."""

    def __init__(
        self, engine: AsyncEngine, shelf: Shelf, uploads: Uploads, now: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._shelf = shelf
        self._uploads = uploads
        self._now = now

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.once()
            except (SQLAlchemyError, OSError) as error:
                log.warning("what nobody needs any more stays for another hour", reason=str(error))
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """Uploads, holdings, blobs."""
        await self._uploads.sweep()
        await self._forget()
        await self._drop()

    async def _forget(self) -> None:
        """Holdings go that no record has named for long, counted from the first sweep that saw it."""
        async with self._engine.begin() as connection:
            await alone(connection)
            named, now = await _named(connection), self._now()
            for row in (await connection.execute(select(holdings))).all():
                where = and_(holdings.c.user == row.user, holdings.c.ref == row.ref)
                if (row.user, row.ref) in named:
                    if row.unnamed is not None:
                        await connection.execute(update(holdings).where(where).values(unnamed=None))
                elif row.unnamed is None:
                    await connection.execute(update(holdings).where(where).values(unnamed=now))
                elif max(row.unnamed, row.at) < now - GRACE:
                    await connection.execute(delete(holdings).where(where))

    async def _drop(self) -> None:
        """Blobs go that nobody holds. An upload gives a file its name and its holder while nobody else writes
        in the books, and here one goes in the same way: neither comes between the other's steps."""
        before = self._now() - GRACE
        old = await asyncio.to_thread(lambda: {ref for ref, at in self._shelf.blobs() if at < before})
        async with self._engine.connect() as connection:
            old -= await _held(connection)
        if old:
            async with self._engine.begin() as connection:
                await alone(connection)
                for ref in old - await _held(connection):
                    await asyncio.to_thread(self._shelf.drop, ref)


async def alone(connection: AsyncConnection) -> None:
    """Nobody else writes in the books until the transaction ends."""
    await connection.execute(update(heads).values(place=heads.c.place))


async def _held(connection: AsyncConnection) -> set[Ref]:
    return {Ref(row.ref) for row in await connection.execute(select(holdings.c.ref))}


async def _named(connection: AsyncConnection) -> set[Held]:
    """Whatever looks like a ref in a live record of a kind that holds blobs, each with its user."""
    query = select(records.c.user, records.c.key, records.c.body).where(records.c.body.is_not(None))
    rows = (await connection.execute(query)).all()
    holding = (row for row in rows if not row.key.startswith(SPEAKING))
    return {(row.user, ref) for row in holding for ref in PATTERN.findall(row.body)}
