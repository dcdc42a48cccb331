"""What a person wants of sync, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from app.model.batch import Batch
from app.ui.desk import Desk
from app.ui.sync.state import changes


class SyncWishes:
    """One function for each verb, in `doing`."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._post, self._uploads = desk, desk.larder.post, desk.larder.uploads
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "sync-now": self._now,
            "retry-op": lambda key, _value: self._retry(key),
            "retry-ops": lambda _key, _value: self._retry(),
            "discard-op": self._discard,
            "keep-both": lambda key, _value: self._post.conflicts.keep_both(key),
            "use-mine": self._use_mine,
            "use-theirs": self._use_theirs,
            "hold-files": lambda _key, _value: self._uploads.pause(),
            "send-files": lambda _key, _value: self._uploads.resume(),
        }

    async def _now(self, _key: str, _value: str) -> None:
        courier = self._post.courier
        await courier.go()
        if self._uploads.full:
            await self._uploads.resume()
        if not courier.failing:
            self._desk.say("Synced with the server.")
        else:
            kept = f"{changes(len(self._post.unsent.waiting))} here are safe and go later."
            self._desk.say(courier.trouble or f"The server can’t be reached; {kept}")

    async def _use_mine(self, key: str, _value: str) -> None:
        back = await self._post.conflicts.use_mine(key)
        self._decided("It is as you changed it here.", back)

    async def _use_theirs(self, key: str, _value: str) -> None:
        back = await self._post.conflicts.use_theirs(key)
        self._decided("It is as the server has it; the copy is gone.", back)

    def _decided(self, said: str, back: Batch | None) -> None:
        if back is not None:
            self._desk.say(said, partial(self._post.conflicts.undo, back))

    async def _retry(self, *keys: str) -> None:
        await self._post.unsent.retry(*keys)
        await self._now("", "")

    async def _discard(self, key: str, _value: str) -> None:
        await self._post.unsent.discard(key)
        self._desk.say("Discarded; it is as the server has it.")
