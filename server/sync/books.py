"""What the server has been told: ops taken one by one, and records handed out in the order they changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
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
            refused = [refusal(op) for op in ops]
            taken = iter(await page.take([op for op, no in zip(ops, refused, strict=True) if no is None]))
            answers = [no or next(taken) for no in refused]
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

    async def take(self, ops: Sequence[Op]) -> Sequence[Answer]:
        """The answer to each op; the first one when it was asked before."""
        there = await self._now({op.key for op in ops})
        before = await self._before({op.id for op in ops})
        old, answers = set(there), list[Answer]()
        new, made = list[dict[str, Any]](), dict[str, dict[str, Any]]()
        for op in ops:
            if op.id in before:
                answers.append(Answer(True, Version(before[op.id], op.body)))
                continue
            said = answer(there.get(op.key, NEVER), op)
            answers.append(said)
            if not said.taken:
                continue
            self.head = Commit(self.head.place + 1, op.id)
            there[op.key], before[op.id] = said.now, said.now.name
            new.append({"op": op.id, "place": self.head.place, "version": said.now.name})
            if said.now.name == op.id:
                made[op.key] = {"place": self.head.place, "version": op.id, "body": _text(op.body)}
        await self._write(new, made, old)
        return answers

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

    async def _now(self, keys: Collection[str]) -> dict[str, Version]:
        where = (records.c.user == self.user, records.c.key.in_(keys))
        columns = (records.c.key, records.c.version, records.c.body)
        found = await self.connection.execute(select(*columns).where(*where))
        return {row.key: Version(row.version, _read(row.body)) for row in found}

    async def _before(self, names: Collection[str]) -> dict[str, str]:
        where = (commits.c.user == self.user, commits.c.op.in_(names))
        found = await self.connection.execute(select(commits.c.op, commits.c.version).where(*where))
        return {row.op: row.version for row in found}

    async def _write(
        self, new: Sequence[Mapping[str, Any]], made: Mapping[str, Mapping[str, Any]], old: Collection[str]
    ) -> None:
        """The new commits, and the records that they have made; `old` were there before."""
        if new:
            await self.connection.execute(insert(commits), [{"user": self.user, **each} for each in new])
        rows = [{"user": self.user, "key": key, **each} for key, each in made.items() if key not in old]
        if rows:
            await self.connection.execute(insert(records), rows)
        changes = [{"changed": key, **each} for key, each in made.items() if key in old]
        if changes:
            where = (records.c.user == self.user, records.c.key == bindparam("changed"))
            await self.connection.execute(update(records).where(*where), changes)


def _read(text: str | None) -> Record | None:
    return None if text is None else json.loads(text)


def _text(body: Record | None) -> str | None:
    return None if body is None else json.dumps(body, separators=(",", ":"), ensure_ascii=False)
