"""What left this device without being asked to, newest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from app.core.vault.pen import Pen
from app.model.batch import Batch
from app.model.errors import LarderError
from app.model.vault.removal import KIND, MOST, Removal, removal
from app.ports import RecordStore


class Log:
    """The last removals."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records
        self.all: Sequence[Removal] = ()
        self.on_change: Callable[[], None] = lambda: None

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read it afresh; a line that says nothing to this version is passed over."""
        found = list[Removal]()
        for key, record in await self._records.scan(KIND):
            with suppress(KeyError, TypeError, ValueError):
                found.insert(0, removal(key, record))
        self._show(found)

    async def written(self, lines: Sequence[Removal], pen: Pen) -> None:
        """These lines, in order, are in the store now: the oldest go when there are too many."""
        every = [*reversed(lines), *self.all]
        self._show(every[:MOST])
        with suppress(LarderError):  # the next line that is written tries again
            old = [key for key, _ in await self._records.scan(KIND)][:-MOST]
            if old:
                await pen.apply(Batch(delete=tuple(old)))

    def _show(self, lines: Sequence[Removal]) -> None:
        self.all = tuple(lines)
        self.on_change()
