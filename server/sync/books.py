"""What the server has been told: ops taken one by one, and records handed out in the order they changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.model.batch import Record
from app.model.sync.exchanged import Commit, OtherPast, Pulled, Pushed
from app.model.sync.ledger import NEVER, Answer, Version, answer
from app.model.sync.op import Op
from server.sync.acceptable import refusal
from server.sync.tables import commits, heads, records


class Books:
    """The books of all users in one database. A push is one transaction, flushed before it is answered."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def push(self, user: str, ops: Sequence[Op], known: Commit) -> Pushed:
        """Take what can be taken. Raises OtherPast, and takes nothing, when `known` never happened here."""
        async with self._engine.begin() as connection:
            page = await Page.open(connection, user)
            await page.recall(known)
            answers = [refusal(op) or await page.take(op) for op in ops]
            await page.close()
        return Pushed(answers, page.head)

    async def pull(self, user: str, after: int, known: Commit | None, limit: int) -> Pulled:
        """Records that changed after a place, in the order of their last changes. Raises OtherPast."""
        async with self._engine.connect() as connection:
            page = await Page.look(connection, user)
            if known is not None:
                await page.recall(known)
            return await page.changed(after, limit)


@dataclass(slots=True)
class Page:
    """One user's books within a transaction."""

    connection: AsyncConnection
    user: str
    head: Commit
    new: bool = False

    @classmethod
    async def open(cls, connection: AsyncConnection, user: str) -> Page:
        """To write in: nobody else writes in them until the transaction ends."""
        touched = await connection.execute(
            update(heads).where(heads.c.user == user).values(user=user).returning(heads.c.place, heads.c.op)
        )
        row = touched.one_or_none()
        return cls(connection, user, Commit(*row) if row else Commit(), new=row is None)

    @classmethod
    async def look(cls, connection: AsyncConnection, user: str) -> Page:
        """To read in."""
        found = await connection.execute(select(heads.c.place, heads.c.op).where(heads.c.user == user))
        row = found.one_or_none()
        return cls(connection, user, Commit(*row) if row else Commit())

    async def recall(self, known: Commit) -> None:
        """Raises OtherPast when there was no such commit."""
        if known == Commit():
            return
        where = (commits.c.user == self.user, commits.c.op == known.op, commits.c.place == known.place)
        if (await self.connection.execute(select(commits.c.op).where(*where))).one_or_none() is None:
            raise OtherPast

    async def take(self, op: Op) -> Answer:
        """The answer to an op; the first one when it was asked before."""
        there = await self._now(op.key)
        before = await self._before(op)
        if before is not None:
            return Answer(True, Version(before, op.body))
        said = answer(there, op)
        if said.taken:
            await self._write(op, said.now, new=there is NEVER)
        return said

    async def changed(self, after: int, limit: int) -> Pulled:
        """At most so many records."""
        columns = (records.c.key, records.c.version, records.c.body, records.c.place)
        where = (records.c.user == self.user, records.c.place > after)
        found = await self.connection.execute(
            select(*columns).where(*where).order_by(records.c.place).limit(limit + 1)
        )
        rows = found.all()
        more = len(rows) > limit
        items = [(row.key, Version(row.version, _read(row.body))) for row in rows[:limit]]
        return Pulled(items, rows[limit - 1].place if more else self.head.place, more, self.head)

    async def close(self) -> None:
        """Write down the head."""
        values = {"place": self.head.place, "op": self.head.op}
        if self.new:
            await self.connection.execute(insert(heads).values(user=self.user, **values))
        else:
            await self.connection.execute(update(heads).where(heads.c.user == self.user).values(**values))

    async def _now(self, key: str) -> Version:
        where = (records.c.user == self.user, records.c.key == key)
        found = await self.connection.execute(select(records.c.version, records.c.body).where(*where))
        row = found.one_or_none()
        return Version(row.version, _read(row.body)) if row else NEVER

    async def _before(self, op: Op) -> str | None:
        where = (commits.c.user == self.user, commits.c.op == op.id)
        return (await self.connection.execute(select(commits.c.version).where(*where))).scalar_one_or_none()

    async def _write(self, op: Op, now: Version, *, new: bool) -> None:
        self.head = Commit(self.head.place + 1, op.id)
        mine = {"user": self.user, "op": op.id, "place": self.head.place, "version": now.name}
        await self.connection.execute(insert(commits).values(**mine))
        if now.name != op.id:
            return
        values: dict[str, Any] = {"place": self.head.place, "version": now.name, "body": _text(op.body)}
        if new:
            await self.connection.execute(insert(records).values(user=self.user, key=op.key, **values))
        else:
            where = (records.c.user == self.user, records.c.key == op.key)
            await self.connection.execute(update(records).where(*where).values(**values))


def _read(text: str | None) -> Record | None:
    return None if text is None else json.loads(text)


def _text(body: Record | None) -> str | None:
    return None if body is None else json.dumps(body, separators=(",", ":"), ensure_ascii=False)
