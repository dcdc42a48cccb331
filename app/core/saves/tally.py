"""What a queue of saves comes to: items, bytes and speed, kept up change by change."""

from __future__ import annotations

from app.core.saves.speed import Speed
from app.model.saves.transfer import Transfer
from app.ports import Clock


class Tally:
    """Sums since the queue was last empty: `saved` of `items`, `done` of `total` bytes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.saved = self.items = self.done = self.total = 0
        self.rate = 0.0
        """Bytes a second of all saves together, 0 when unknown."""
        self._moved = 0
        self.rest()

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to go, or None before there is a rate."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None

    def enter(self, transfer: Transfer) -> None:
        """One more is to be saved."""
        if self.items == self.saved:
            self.saved = self.items = self.done = self.total = 0
            self.rest()
        self.items += 1
        self._add(transfer.done, transfer.total)

    def change(self, before: Transfer, after: Transfer) -> None:
        """One of them has come further, or lost what had arrived."""
        self._add(after.done - before.done, after.total - before.total)
        if after.done > before.done:
            self._moved += after.done - before.done
            self.rate = self._speed.at(self._moved)

    def save(self, transfer: Transfer, size: int) -> None:
        """One of them is saved: so many bytes."""
        self.saved += 1
        self._add(size - transfer.done, size - transfer.total)

    def leave(self, transfer: Transfer) -> None:
        """One of them will not be saved."""
        self.items -= 1
        self._add(-transfer.done, -transfer.total)

    def rest(self) -> None:
        """Nothing moves for a while, which says nothing about how fast it will."""
        self._speed, self.rate = Speed(self._clock), 0.0

    def _add(self, done: int, total: int) -> None:
        self.done += done
        self.total += total
