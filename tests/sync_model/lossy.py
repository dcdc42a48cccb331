"""A hub behind a wire that loses the next request, or the answer to it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TypeVar

from app.model.errors import Offline
from app.model.sync.exchanged import Commit, Pulled, Pushed
from app.model.sync.op import Op
from app.ports import Hub

T = TypeVar("T")


class Lossy:
    """`lose`: `request` or `reply` of the next call, or neither."""

    def __init__(self, hub: Hub) -> None:
        self.inner, self.lose = hub, ""

    async def push(self, ops: Sequence[Op], known: Commit) -> Pushed:
        self._arrives()
        return await self._answered(self.inner.push(ops, known))

    async def pull(self, after: int, known: Commit | None) -> Pulled:
        self._arrives()
        return await self._answered(self.inner.pull(after, known))

    def _arrives(self) -> None:
        if self.lose == "request":
            self.lose = ""
            raise Offline

    async def _answered(self, answer: Awaitable[T]) -> T:
        said = await answer
        if self.lose == "reply":
            self.lose = ""
            raise Offline
        return said
