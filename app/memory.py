"""In-memory drivers: for a browser that stores nothing ("gone when this tab closes"), and for tests."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from math import inf

from app.model.batch import Batch, Record
from app.model.chunk import Chunk, Piece
from app.model.errors import BlobMissing, Conflict, Unreadable
from app.model.ref import Ref
from app.model.span import WHOLE, Span
from app.model.staging_name import staging_name
from app.model.vault.leftover import Leftover
from app.model.vault.legacy import HEAD, Entry, audible


class MemoryStaging:
    """Bytes on their way into a `MemoryBlobs`."""

    def __init__(self, store: MemoryBlobs, name: str) -> None:
        self._store, self._name = store, staging_name(name)
        self._data = store.staged.pop(name, bytearray())

    @property
    def size(self) -> int:
        """Bytes here so far."""
        return len(self._data)

    async def write(self, chunk: Chunk) -> None:
        """Append the chunk."""
        self._data += chunk.view()

    async def read(self, span: Span = WHOLE) -> bytes:
        """Bytes staged so far."""
        return bytes(self._data[span.start : span.end])

    async def commit(self, ref: Ref) -> None:
        """Publish under `ref`."""
        if not self._data:
            raise ValueError("an empty staging can't be published")
        self._store.blobs.setdefault(ref, bytes(self._data))

    async def pause(self) -> None:
        """Keep the bytes for a later staging of this name."""
        self._store.staged[self._name] = self._data


class MemoryBlobs:
    """A blob store that lives as long as the process."""

    def __init__(self) -> None:
        self.blobs: dict[Ref, bytes] = {}
        self.staged: dict[str, bytearray] = {}

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncGenerator[MemoryStaging]:
        """Start or go on with a staging."""
        yield MemoryStaging(self, name)

    async def read(self, ref: Ref, span: Span = WHOLE) -> bytes:
        """The bytes of a span."""
        if ref not in self.blobs:
            raise BlobMissing
        return self.blobs[ref][span.start : span.end]

    async def size(self, ref: Ref) -> int | None:
        """Bytes of a blob, None when there is none."""
        return len(self.blobs[ref]) if ref in self.blobs else None

    async def delete(self, ref: Ref) -> None:
        """Remove a blob."""
        self.blobs.pop(ref, None)

    async def refs(self) -> Mapping[Ref, int]:
        """Every blob and its size."""
        return {ref: len(data) for ref, data in self.blobs.items()}

    async def stagings(self) -> Mapping[str, Leftover]:
        """Paused stagings; memory has no killed ones."""
        return {name: Leftover(len(data), time.time()) for name, data in self.staged.items()}

    async def discard(self, name: str) -> None:
        """Remove a paused staging."""
        self.staged.pop(name, None)


class MemoryRecords:
    """A record store that lives as long as the process."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    async def get(self, key: str) -> Record | None:
        """The record, or None."""
        return json.loads(self._texts[key]) if key in self._texts else None

    async def get_many(self, keys: Collection[str]) -> Mapping[str, Record | None]:
        """These records, None for each that is not there."""
        return {key: json.loads(self._texts[key]) if key in self._texts else None for key in keys}

    async def scan(self, prefix: str) -> Sequence[tuple[str, Record]]:
        """Records under a prefix, in key order."""
        return [(key, json.loads(self._texts[key])) for key in sorted(self._texts) if key.startswith(prefix)]

    async def apply(self, batch: Batch) -> None:
        """The whole batch or nothing."""
        for key, expected in batch.expect.items():
            if await self.get(key) != expected:
                raise Conflict
        texts = {key: json.dumps(record) for key, record in batch.put.items()}
        for key in batch.delete:
            self._texts.pop(key, None)
        self._texts.update(texts)


class Turns:
    """Who has one lock, and who waits for it in which order."""

    def __init__(self) -> None:
        self.shared = False
        self.holders: set[Turn] = set()
        self.waiting: list[Turn] = []

    def pass_on(self) -> None:
        """Let in whoever may be next, and all who share with them."""
        while self.waiting and (not self.holders or (self.shared and self.waiting[0].shared)):
            self.let_in(self.waiting[0])

    def let_in(self, turn: Turn) -> None:
        """This one has it now."""
        self.waiting.remove(turn)
        self.holders.add(turn)
        self.shared = turn.shared
        turn.come.set()

    def leave(self, turn: Turn) -> None:
        """It is over for this one, which may have lost it already."""
        self.holders.discard(turn)
        if turn in self.waiting:
            self.waiting.remove(turn)
        self.pass_on()


class Turn:
    """One wish for a lock."""

    def __init__(self, *, shared: bool = False) -> None:
        self.shared, self.come = shared, asyncio.Event()


class MemoryLocks:
    """Locks among the tasks of this process."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, Turns] = defaultdict(Turns)

    @asynccontextmanager
    async def hold(self, name: str, patience: float = inf) -> AsyncGenerator[bool]:
        """Wait for, then hold, a lock; True: it was taken from its holder."""
        async with self._turn(self._locks[name], Turn(), patience) as taken:
            yield taken

    @asynccontextmanager
    async def share(self, name: str) -> AsyncGenerator[None]:
        """Hold a lock beside others who share it."""
        async with self._turn(self._locks[name], Turn(shared=True)):
            yield

    async def held(self, prefix: str) -> Collection[str]:
        """Names that are held or shared."""
        return {name for name, lock in self._locks.items() if lock.holders and name.startswith(prefix)}

    @asynccontextmanager
    async def _turn(self, lock: Turns, turn: Turn, patience: float = inf) -> AsyncGenerator[bool]:
        lock.waiting.append(turn)
        lock.pass_on()
        try:
            taken = await overdue(lock, turn, patience)
            if taken:
                lock.holders.clear()
                lock.let_in(turn)
            yield taken
        finally:
            lock.leave(turn)


async def overdue(lock: Turns, turn: Turn, patience: float) -> bool:
    """Wait for the turn to come; True: the same holder has had the lock for `patience` seconds."""
    while not turn.come.is_set():
        before = set(lock.holders)
        try:
            async with asyncio.timeout(None if patience == inf else patience):
                await turn.come.wait()
        except TimeoutError:
            if before & lock.holders:
                return True
    return False


class MemoryHints:
    """Hints among those that were made beside one another; one alone tells nobody."""

    def __init__(self, beside: MemoryHints | None = None) -> None:
        self.on_hint: Callable[[str], None] = lambda _: None
        self._tabs: list[MemoryHints] = beside._tabs if beside else []
        self._tabs.append(self)

    def tell(self, key: str) -> None:
        """Tell the others, each in its own turn."""
        for tab in self._tabs:
            if tab is not self:
                asyncio.get_running_loop().call_soon(tab.hear, key)

    def hear(self, key: str) -> None:
        """Pass on what another has told."""
        self.on_hint(key)


class MemoryLegacy:
    """An earlier vault by key: bytes and their media type. Empty, it is what a browser without one has."""

    def __init__(self, files: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        self.files = dict(files or {})

    async def entries(self) -> Sequence[Entry]:
        """Every audio file, in key order."""
        files = ((key, *self.files[key]) for key in sorted(self.files))
        return [Entry(key, kind, len(data)) for key, data, kind in files if audible(kind, data[:HEAD])]

    async def read(self, key: str, span: Span) -> bytes:
        """The bytes of a span."""
        if key not in self.files:
            raise BlobMissing
        return self.files[key][0][span.start : span.end]

    async def delete(self, keys: Collection[str]) -> None:
        """Delete these files."""
        for key in keys:
            self.files.pop(key, None)


class MemoryOffered:
    """A file that is in memory; one whose `data` is None was removed."""

    def __init__(self, name: str, data: bytes, path: str = "", piece: int = 1024 * 1024) -> None:
        self.name, self.path, self.size = name, path, len(data)
        self.data: bytes | None = data
        self._piece = piece

    async def read(self, span: Span) -> bytes:
        """The bytes of a span."""
        if self.data is None:
            raise Unreadable
        return self.data[span.start : span.end]

    async def chunks(self) -> AsyncIterator[Chunk]:
        """The whole, piece by piece."""
        for start in range(0, self.size, self._piece):
            yield Piece(await self.read(Span(start, start + self._piece)))


class SystemClock:
    """The process's own clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Let others run for so long."""
        await asyncio.sleep(seconds)
