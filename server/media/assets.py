"""The assets in a user's books: read as they are, changed by ops as a device would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.model.batch import Record
from app.model.ref import Ref
from app.model.sync.exchanged import Commit, Refusal
from app.model.sync.ledger import NEVER, Version
from app.model.sync.op import Op
from server.blobs.holdings import Holding, Holdings
from server.media.asset import MediaAsset, NewAsset, duration_in, media_asset, ref_in
from server.sync.books import Books
from server.sync.tables import records

KIND = "asset/"
DEVICE = "server"
TRIES = 5
"""Changes of others that may come between reading a record and changing it."""


class Contested(Exception):
    """Others change the record all the time."""


class Taken(Exception):
    """There is another asset of that id."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An asset whose bytes are here. Duration in seconds, as the device said."""

    held: Holding
    duration: float

    @property
    def digest(self) -> Ref:
        """Name of its bytes."""
        return self.held.ref

    @property
    def media_type(self) -> str:
        """What its bytes look like."""
        return self.held.media_type


@dataclass(frozen=True, slots=True)
class Page:
    """Assets by id, the id after which to go on, and how many there are in all."""

    items: Sequence[MediaAsset]
    next: str | None
    total: int


class Assets:
    """Views of the books; every change is an op, so that every device hears of it."""

    def __init__(
        self, engine: AsyncEngine, books: Books, holdings: Holdings, now: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._books = books
        self._holdings = holdings
        self._now = now

    async def page(self, user: str, after: str, limit: int) -> Page:
        """The assets whose ids come after one."""
        alive = (records.c.user == user, records.c.body.is_not(None), records.c.key.startswith(KIND))
        counting = select(func.count()).where(*alive)
        columns = select(records.c.key, records.c.version, records.c.body)
        query = columns.where(*alive, records.c.key > KIND + after).order_by(records.c.key).limit(limit + 1)
        async with self._engine.connect() as connection:
            total = (await connection.execute(counting)).scalar_one()
            rows = (await connection.execute(query)).all()
        found = [(row.key.removeprefix(KIND), row.version, json.loads(row.body)) for row in rows[:limit]]
        held = await self._held(user, [body for _, _, body in found])
        items = [media_asset(id, version, body, held.get(ref_in(body))) for id, version, body in found]
        return Page(items, items[-1].id if len(rows) > limit else None, total)

    async def find(self, user: str, id: str) -> MediaAsset | None:
        """The asset, unless there is none or it was deleted."""
        there = await self._under(user, id)
        if there.body is None:
            return None
        held = await self._held(user, [there.body])
        return media_asset(id, there.name, there.body, held.get(ref_in(there.body)))

    async def brought(self, user: str, id: str) -> Brought | None:
        """The asset of that id, when its bytes are here."""
        body = (await self._under(user, id)).body
        ref = ref_in(body) if body is not None else None
        held = await self._holdings.find(user, ref) if ref else None
        return Brought(held, duration_in(body)) if body and held else None

    async def add(self, user: str, new: NewAsset, held: Holding) -> tuple[MediaAsset, bool]:
        """The asset, and whether it is new. Raises Taken, Contested."""
        id, body = new.id or uuid4().hex, new.body(held, self._now())
        for _ in range(TRIES):
            there = await self._under(user, id)
            if there.body is not None:
                if ref_in(there.body) != held.ref:
                    raise Taken
                return media_asset(id, there.name, there.body, held), False
            if made := await self._push(user, id, there, body):
                return media_asset(id, made.name, body, held), True
        raise Contested

    async def remove(self, user: str, id: str) -> bool:
        """Delete the asset; False when there was none. Raises Contested."""
        for _ in range(TRIES):
            there = await self._under(user, id)
            if there.body is None:
                return False
            if await self._push(user, id, there, None):
                return True
        raise Contested

    async def _push(self, user: str, id: str, there: Version, body: Record | None) -> Version | None:
        """The version that the change made, None when somebody else was faster."""
        op = Op(uuid4().hex, KIND + id, there.name, body, DEVICE, self._now())
        (said,) = (await self._books.push(user, [op], Commit())).answers
        return said.now if not isinstance(said, Refusal) and said.taken else None

    async def _under(self, user: str, id: str) -> Version:
        query = select(records.c.version, records.c.body)
        query = query.where(records.c.user == user, records.c.key == KIND + id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Version(row.version, json.loads(row.body) if row.body is not None else None) if row else NEVER

    async def _held(self, user: str, bodies: Sequence[Record]) -> dict[Ref | None, Holding]:
        refs = {ref for body in bodies if (ref := ref_in(body))}
        return {held.ref: held for held in await self._holdings.of(user, refs)}
