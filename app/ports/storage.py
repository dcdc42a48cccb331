"""Where bytes and records are on this device."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.model.batch import Batch, Record
from app.model.chunk import Chunk
from app.model.ref import Ref
from app.model.span import WHOLE, Span
from app.model.vault.leftover import Leftover


class Staging(Protocol):
    """Bytes on their way in, under a temporary name. Nothing of them is visible in the store until `commit`.

    Leaving the context without `commit` or `pause` leaves nothing behind, whatever the reason.
    A killed process may leave a leftover under the temporary name; it never shows as a blob.
    """

    @property
    def size(self) -> int:
        """Bytes here so far: more than 0 at once when a paused staging of the same name goes on."""
        ...

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk. Looks at its bytes only where the platform makes it.

        Raises VaultFull when there is no room, Busy when another tab writes it: the store is as before.
        """
        ...

    async def read(self, span: Span = WHOLE) -> bytes:
        """Bytes staged so far; used to hash again what a paused staging left."""
        ...

    async def commit(self, ref: Ref) -> None:
        """Publish atomically under `ref`. A blob already there stays: same name, same bytes.

        Raises ValueError when nothing was written: an empty file is what a torn write looks like.
        """
        ...

    async def pause(self) -> None:
        """Leave the bytes under the staging's name for a later `stage` of that name."""
        ...


class BlobStore(Protocol):
    """Immutable bytes under their refs. Drivers never hash, never overwrite: whoever commits has checked."""

    def stage(self, name: str, /) -> AbstractAsyncContextManager[Staging]:
        """Start, or go on with, a staging called `name` (letters, digits, `-`; at most 64)."""
        ...

    async def read(self, ref: Ref, span: Span = WHOLE) -> bytes:
        """The bytes of `span`, cut to the blob's size. Raises BlobMissing."""
        ...

    async def size(self, ref: Ref) -> int | None:
        """Bytes of the blob, or None when there is none. Never raises for a missing blob."""
        ...

    async def delete(self, ref: Ref) -> None:
        """Remove the blob. Removing what is not there is not an error."""
        ...

    async def refs(self) -> Mapping[Ref, int]:
        """Every blob and its size in bytes. A torn or empty leftover is not a blob."""
        ...


class Leftovers(Protocol):
    """What interrupted work left in a blob store."""

    async def stagings(self) -> Mapping[str, Leftover]:
        """Stagings with bytes, and torn files, by name."""
        ...

    async def discard(self, name: str) -> None:
        """Remove a staging's bytes. Removing what is not there is not an error."""
        ...


class Leases(Protocol):
    """URLs that the media element can play straight from the store, without copying bytes into Python."""

    async def url(self, ref: Ref, media_type: str) -> str:
        """A URL for the whole blob. Raises BlobMissing. Ends with `revoke` or the page."""
        ...

    def revoke(self, url: str) -> None:
        """End a lease. Ending one twice is not an error."""
        ...


class RecordStore(Protocol):
    """Small JSON records under `kind/id` keys, changed only in batches."""

    async def get(self, key: str) -> Record | None:
        """The record, or None."""
        ...

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        """These records, None for each that is not there; all as they were at one moment."""
        ...

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        """Records whose key starts with `prefix` (ending in `/`), in key order."""
        ...

    async def apply(self, batch: Batch) -> None:
        """Write the whole batch durably, or nothing of it.

        Raises Conflict when a record is not what `batch.expect` says, VaultFull when there is no room.
        """
        ...
