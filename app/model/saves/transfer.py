"""A save on its way: how far it is, in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a transfer stands."""

    WAITING = "waiting"
    """In the queue, not begun."""
    RUNNING = "running"
    OFFLINE = "offline"
    """The connection broke; what arrived is held, and it goes on by itself."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One asset being saved. `done` and `total` in bytes; `rate` in bytes a second, 0 when unknown."""

    key: str
    title: str
    done: int = 0
    total: int = 0
    stage: Stage = Stage.WAITING
    rate: float = 0.0
    reason: str = ""
    """Why it failed or waits, as a sentence for the user."""

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100."""
        return min(100, int(100 * self.done / self.total)) if self.total else 0

    @property
    def whole(self) -> bool:
        """Whether all of its bytes have arrived."""
        return 0 < self.total <= self.done

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to go, or None before there is a rate."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None
