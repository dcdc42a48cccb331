"""What others have changed: hints gathered for a moment, then read from the store where they concern."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from app.model.errors import LarderError
from app.ports import Clock, Hints

PAUSE = 0.2
"""Seconds of gathering: a tab that saves a lot is read a few times a second, not for every record."""

Reader = Callable[[Collection[str]], Awaitable[None]]
"""Reads records again, by their keys; a key that ends in `/` stands for its whole kind."""


class Hearing:
    """Passes hints on. A hint that is lost costs nothing but time: whoever reads next reads the truth."""

    def __init__(self, hints: Hints, clock: Clock) -> None:
        self._clock = clock
        self._readers: list[tuple[str, Reader]] = []
        self._keys: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        hints.on_hint = lambda key: self.hear((key,))

    def listen(self, kind: str, reader: Reader) -> None:
        """Have `reader` read those records of this kind that somebody else has changed."""
        self._readers.append((kind, reader))

    def hear(self, keys: Collection[str]) -> None:
        """These have changed, and not by those who show them."""
        self._keys.update(keys)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._pass_on())

    async def _pass_on(self) -> None:
        while self._keys:
            await self._clock.sleep(PAUSE)
            keys, self._keys = self._keys, set()
            for kind, reader in self._readers:
                concern = [key for key in keys if key.startswith(kind)]
                if concern:
                    with suppress(LarderError):  # what can't be read now is read when it is needed
                        await reader(concern)
