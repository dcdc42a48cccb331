"""Who changes things on this device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.model.batch import Record
from app.model.sync.op import Op
from app.ports import Clock


@dataclass(frozen=True, slots=True)
class Author:
    """Makes ops in this device's name."""

    device: str
    clock: Clock
    new_id: Callable[[], str]

    def op(self, key: str, base: str, body: Record | None) -> Op:
        """An op of this moment."""
        return Op(self.new_id(), key, base, body, self.device, self.clock.now())
