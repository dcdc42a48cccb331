"""A device: a store, an outbox in front of it, and a sync behind it; it can be killed at any write."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.core.sync.author import Author
from app.core.sync.outbox import Outbox
from app.core.sync.sync import Sync
from app.memory import MemoryRecords
from app.model.batch import Batch, Record
from app.model.errors import LarderError, Offline
from app.model.sync import pending
from app.model.sync.kinds import KINDS
from app.ports import Hub
from tests.doubles.fake_clock import FakeClock
from tests.faults.fault import Dead, Fault, Killed
from tests.faults.records import FaultyRecords


class Device:
    """Its clock may be days off."""

    def __init__(self, name: str, hub: Hub, clock: float = 0.0) -> None:
        self.hub, self.stored = hub, MemoryRecords()
        self.clock = FakeClock()
        self.clock.time += clock
        numbers = count(1)
        self.author = Author(name, self.clock, lambda: f"{name}{next(numbers)}")
        self.enter()

    def enter(self, fault: Fault | None = None) -> None:
        """A new session over what is stored."""
        self.records = FaultyRecords(self.stored, fault or Fault())
        self.outbox = Outbox(self.records, KINDS, self.author)
        self.sync = Sync(self.records, self.hub, self.author, few=2)

    async def put(self, key: str, body: Record | None) -> None:
        """Somebody changes it."""
        await self.outbox.apply(Batch(put={key: body}) if body is not None else Batch(delete=(key,)))

    async def get(self, key: str) -> dict[str, Any]:
        """As it is here."""
        return dict(await self.stored.get(key) or {})

    async def exchange(self, dies_at: int = 0) -> bool:
        """Whether it went through; it may die at a call to its store."""
        self.enter(Dead(dies_at) if dies_at else None)
        try:
            await self.sync.exchange()
        except (Offline, Killed):
            return False
        except LarderError:
            if not dies_at:
                raise
            return False
        finally:
            self.enter()
        return True

    async def everything(self) -> dict[str, Record]:
        """All that a person can see, by key."""
        return {key: body for kind in KINDS for key, body in await self.stored.scan(kind + "/")}

    async def unsent(self) -> int:
        """How many records the server has still to hear of."""
        return len(await self.stored.scan(pending.KIND))
