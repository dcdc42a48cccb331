"""The stores that a model walks on, and a look at them past their drivers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from app.core.vault.pen import Blobs
from app.memory import MemoryBlobs, MemoryRecords
from app.ports import RecordStore
from tests.faults.blobs import Torn


@dataclass(frozen=True, slots=True)
class Seen:
    """What really lies in a blob store, by names as the platform has them."""

    blobs: Mapping[str, bytes]
    leftovers: Collection[str]
    """Stagings, and whatever else is no blob."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Both stores of a vault."""

    blobs: Blobs
    records: RecordStore
    look: Callable[[], Awaitable[Seen]]
    """Asks no driver."""
    wrapper: type[Torn] = Torn
    """Leaves what a kill leaves in a blob store of this kind."""


async def memory() -> Stores:
    """Stores in memory."""
    store = MemoryBlobs()

    async def look() -> Seen:
        return Seen(dict(store.blobs), set(store.staged))

    return Stores(store, MemoryRecords(), look)
