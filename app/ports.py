"""Every port of Larder on one page. A docstring here is the contract that each driver is tested against."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

from app.model.batch import Batch, Record
from app.model.chunk import Chunk
from app.model.ref import Ref
from app.model.span import WHOLE, Span
from app.model.vault.leftover import Leftover

if TYPE_CHECKING:
    from app.model.audio.samples import Samples
    from app.model.reply import Reply


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

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        """Records whose key starts with `prefix` (ending in `/`), in key order."""
        ...

    async def apply(self, batch: Batch) -> None:
        """Write the whole batch durably, or nothing of it.
        Raises Conflict when a record is not what `batch.expect` says, VaultFull when there is no room."""
        ...


class Remote(Protocol):
    """The server, seen from the browser. When it can't be reached every method raises Offline."""

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        """GET a JSON document. None: unchanged since `etag`. Raises Rejected for any other refusal."""
        ...

    def fetch(self, path: str, span: Span = WHOLE, etag: str = "") -> AbstractAsyncContextManager[Incoming]:
        """GET bytes from `span.start`; `etag` goes out as If-Range. Raises Rejected for a refusal."""
        ...

    async def send(self, path: str, body: bytes, media_type: str) -> None:
        """PUT bytes. Raises Rejected for a refusal."""
        ...

    async def tell(self, path: str, body: Record) -> Any:
        """POST a JSON document; the one that answers it. Raises Rejected for a refusal."""
        ...


class Incoming(Protocol):
    """A reply whose body is still arriving."""

    offset: int
    """Where in the whole the body begins: `span.start`, or 0 when the server started over."""
    total: int | None
    """Size of the whole in bytes, when the server said."""
    media_type: str
    etag: str
    digest: Ref | None
    """The whole's ref from `Repr-Digest` (RFC 9530), when the server said."""

    def chunks(self) -> AsyncIterator[Chunk]:
        """The body, piece by piece. Raises Offline when the connection breaks or the body is short."""
        ...


Read = Callable[[Span], Awaitable[bytes]]
"""Bytes of one blob, span by span."""


class Decoder(Protocol):
    """Encoded audio in, samples out, a slice at a time. It knows by the bytes whether the blob is for it."""

    def decode(self, read: Read, size: int) -> AsyncGenerator[Samples]:
        """Every frame of a blob of `size` bytes, in order, exactly once.

        Raises Undecodable as soon as it knows that it can't: what it yielded until then is void, and another
        decoder may start over.
        """
        ...


class Quota(Protocol):
    """What the browser says about room. Its figures are estimates; ours are exact."""

    async def estimate(self) -> tuple[int, int] | None:
        """Bytes used and bytes allowed for this site, or None when the browser does not say."""
        ...

    async def persisted(self) -> bool:
        """Whether the browser has promised never to evict us; asks nobody."""
        ...

    async def persist(self) -> str:
        """Ask never to be evicted: `granted`, `not granted` or `not supported`. May take forever."""
        ...


class Locks(Protocol):
    """Mutual exclusion among everything that shares the vault: tasks, tabs, workers."""

    def hold(self, name: str, patience: float = float("inf")) -> AbstractAsyncContextManager[bool]:
        """Wait for, then hold, the lock called `name`, first come first served. A killed holder lets go.

        Once one holder has had it for `patience` seconds while this waited, it is taken from that holder, and
        True is what the context gives. The holder, which goes on when it thaws, must be stopped by other
        means; when it lets go, nothing happens.
        """
        ...

    def share(self, name: str) -> AbstractAsyncContextManager[None]:
        """Hold the lock called `name` beside all who share it; whoever holds it alone waits for them."""
        ...

    async def held(self, prefix: str) -> Collection[str]:
        """Names that start with `prefix` and are held or shared by anybody."""
        ...


class Hints(Protocol):
    """A word to the other tabs that a record has changed; late, twice or never: the stores hold the truth."""

    on_hint: Callable[[str], None]
    """Told the key of the record, in every other tab that is open."""

    def tell(self, key: str) -> None:
        """Tell every other tab; a key that ends in `/` stands for many records of its kind."""
        ...


class Connection(Protocol):
    """The way to the server, as far as the device knows."""

    def metered(self) -> bool:
        """Whether bytes are said to cost money; False where nobody says."""
        ...


class Clock(Protocol):
    """Time, for display, backoff and ages; never for ordering changes."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let others run for so long."""
        ...


class Sound(Protocol):
    """The one media element of the page. Times in seconds, volume 0 to 1."""

    on_event: Callable[[str], None]
    """Told `playing`, `paused`, `time`, `loaded`, `ended` or `failed`."""

    @property
    def url(self) -> str:
        """What is loaded, empty for nothing."""
        ...

    @property
    def position(self) -> float:
        """Where it is; while loading, where it will begin."""
        ...

    @property
    def duration(self) -> float:
        """How long it is, 0 before that is known."""
        ...

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as it has bytes."""
        ...

    @property
    def seeking(self) -> bool:
        """Whether it still waits for the bytes of the place it was sent to."""
        ...

    @property
    def failed(self) -> bool:
        """Whether it has given up on what is loaded."""
        ...

    @property
    def volume(self) -> float:
        """How loud."""
        ...

    @volume.setter
    def volume(self, level: float) -> None: ...

    def load(self, url: str, at: float) -> None:
        """Take `url` and stand at second `at`, silent."""
        ...

    def play(self) -> None:
        """Play; a browser that wants a press first leaves it paused."""
        ...

    def pause(self) -> None:
        """Stop where it is."""
        ...

    def seek(self, at: float) -> None:
        """Go to second `at`."""
        ...
