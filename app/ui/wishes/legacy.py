"""What a person does with the vault of an earlier system."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.model.wording import plural
from app.ui.desk import Desk
from app.ui.questions import delete_old


class LegacyWishes:
    """Its verbs, for `Wishes` to hear."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._legacy = desk, desk.larder.legacy
        self._task: asyncio.Task[None] | None = None
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "legacy-look": self._look,
            "legacy-bring": self._bring,
            "legacy-undo": self._undo,
            "legacy-delete": self._delete,
        }
        self.showing: dict[str, Callable[[str, str], None]] = {
            "legacy-stop": self._stop,
            "legacy-ask": self._ask,
        }

    async def _look(self, _key: str, _value: str) -> None:
        self._desk.survey = await self._legacy.survey()

    async def _bring(self, _key: str, _value: str) -> None:
        if self._task is not None and not self._task.done():
            return
        self._desk.survey = None
        self._task = asyncio.create_task(self._legacy.bring())
        await asyncio.wait([self._task])
        if not self._task.cancelled() and (error := self._task.exception()):
            raise error

    async def _undo(self, _key: str, _value: str) -> None:
        count = len(self._legacy.undoable)
        await self._legacy.undo()
        self._desk.say(f"Undone: {plural(count, 'item')}.")

    async def _delete(self, _key: str, _value: str) -> None:
        await self._legacy.delete()
        self._desk.say("The old copy is deleted.")

    def _stop(self, _key: str, _value: str) -> None:
        if self._task is not None:
            self._task.cancel()

    def _ask(self, _key: str, _value: str) -> None:
        deletable = self._legacy.deletable
        here = self._desk.larder.vault.here
        removed = sum(here(each.key) is None for each in deletable)
        self._desk.question = delete_old(len(deletable), sum(each.size for each in deletable), removed)
