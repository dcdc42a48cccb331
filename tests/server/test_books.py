"""The server's books keep the contract of a hub, one user apart from the other, and over a restart."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.model.sync.exchanged import Commit, Pulled, Pushed
from app.model.sync.op import Op
from server.sync.books import Books
from server.sync.database import open_books
from tests.contracts import hub

PAGE = 3


@dataclass
class OneUser:
    """A user's way to the books."""

    books: Books
    user: str

    async def push(self, ops: Sequence[Op], known: Commit) -> Pushed:
        return await self.books.push(self.user, ops, known)

    async def pull(self, after: int, known: Commit | None) -> Pulled:
        return await self.books.pull(self.user, after, known, PAGE)


@pytest.fixture
async def books(tmp_path: Path) -> AsyncGenerator[Books]:
    engine = open_books(tmp_path / "records.db")
    yield Books(engine)
    await engine.dispose()


@pytest.mark.parametrize("check", hub.CHECKS.values())
async def test_the_contract(books: Books, check) -> None:
    await OneUser(books, "somebody").push([hub.made("op1", n=0), hub.made("op2", "playlist/b")], Commit())
    await check(OneUser(books, "me"))
