"""What plays next: the list as it stood when playing began, and a place in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.model.asset import Asset


@dataclass(frozen=True, slots=True)
class Queue:
    """Assets in order and the index of the one that plays."""

    assets: tuple[Asset, ...] = ()
    index: int = 0

    @property
    def current(self) -> Asset | None:
        """The asset that plays, or None for an empty queue."""
        return self.assets[self.index] if self.assets else None

    @property
    def ahead(self) -> tuple[Asset, ...]:
        """What comes after the current one."""
        return self.assets[self.index + 1 :]

    def step(self, by: int) -> Queue | None:
        """The queue moved by `by` places, or None past either end."""
        index = self.index + by
        return replace(self, index=index) if 0 <= index < len(self.assets) else None
