"""What the user likes best."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.model.batch import Batch
from app.ports import Clock, RecordStore

KIND = "favourite/"


class Favourites:
    """A record for each, under the key of its asset."""

    def __init__(self, records: RecordStore, clock: Clock) -> None:
        self._records, self._clock = records, clock
        self.all: frozenset[str] = frozenset()
        """Keys of the assets."""
        self.on_change: Callable[[], None] = lambda: None

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read them afresh."""
        self._show({key.removeprefix(KIND) for key, _ in await self._records.scan(KIND)})

    async def toggle(self, key: str) -> None:
        """Make it one, or one no longer. Raises LarderError: it is as before."""
        if key in self.all:
            await self._records.apply(Batch(delete=(KIND + key,)))
        else:
            await self._records.apply(Batch(put={KIND + key: {"at": self._clock.now()}}))
        self._show(self.all ^ {key})

    def _show(self, keys: Collection[str]) -> None:
        self.all = frozenset(keys)
        self.on_change()
