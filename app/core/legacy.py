"""Brings an earlier system's vault over: looked at first, verified, undone until the old copy is deleted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Protocol

from app.core.vault.intact import STEP, intact
from app.core.vault.media_store import MediaStore
from app.core.vault.pen import Blobs, Pen
from app.core.vault.unbroken import unbroken
from app.model import wording
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.chunk import Piece
from app.model.errors import BlobCorrupt, Busy, Conflict, LarderError, VaultFull
from app.model.ref import Ref
from app.model.span import Span
from app.model.vault.keep import Keep
from app.model.vault.legacy import KIND, Brought, Entry, Fate, Survey, brought
from app.model.vault.room import shortage
from app.ports import Clock, Locks, Quota, RecordStore

LOCK = "larder-legacy"
ELSEWHERE = "Another tab is at work on the earlier library; nothing was changed. Close it, then try again."


class Legacy(Protocol):
    """The vault of an earlier system: only read, until the user lets it go."""

    async def entries(self) -> Sequence[Entry]:
        """Every audio file in it, in key order; none when there is no such vault. Creates nothing."""
        ...

    async def read(self, key: str, span: Span) -> bytes:
        """The bytes of `span`, cut to the entry's size. Raises BlobMissing."""
        ...

    async def delete(self, keys: Collection[str]) -> None:
        """Delete these entries, and the vault itself with its last one. What is not there is no error."""
        ...


class LegacyVault:
    """The earlier vault as it stands, and what has been brought over from it."""

    def __init__(
        self,
        legacy: Legacy,
        store: MediaStore,
        blobs: Blobs,
        records: RecordStore,
        quota: Quota,
        locks: Locks,
        clock: Clock,
        listed: Callable[[], Mapping[str, Asset]],
    ) -> None:
        self._legacy, self._store, self._blobs, self._records = legacy, store, blobs, records
        self._quota, self._locks, self._clock, self._listed = quota, locks, clock, listed
        self.entries: tuple[Entry, ...] = ()
        self.brought: dict[str, Brought] = {}
        self.failed: dict[str, str] = {}
        """Why an entry could not be brought over, by key."""
        self.running: tuple[int, int] | None = None
        """Bytes done, of how many, while it runs."""
        self._busy = False
        self.on_change: Callable[[], None] = lambda: None
        self.on_kept: Callable[[Keep], object] = lambda _: None

    async def find(self) -> None:
        """Read what there is, and what became of it."""
        self.entries = tuple(await self._legacy.entries())
        await self._read()
        self.on_change()

    async def follow(self, _keys: Collection[str]) -> None:
        """Read afresh what became of the entries: another tab has brought, undone or deleted some."""
        found, entries = await self._records_now(), self.entries
        if self.brought.keys() - found.keys():  # deleted, they are no entries any more
            entries = tuple(await self._legacy.entries())
        if not self._busy:  # else what this tab does began with reading them
            self.brought, self.entries = found, entries
            self.on_change()

    @property
    def waiting(self) -> list[Entry]:
        """Entries that nothing has become of yet, or only half of it."""
        return [each for each in self.entries if not self._settled(each.key)]

    @property
    def undoable(self) -> list[str]:
        """Keys whose bytes are kept here only because they were brought over."""
        return [key for key, each in self.brought.items() if each.fate is Fate.BROUGHT and self._ours(key)]

    @property
    def deletable(self) -> list[Entry]:
        """Entries whose verified copy is here, or was until the user removed it."""
        return [each for each in self.entries if self._safe(each.key)]

    async def survey(self) -> Survey:
        """What bringing it over would do. Nothing is changed."""
        await self.find()
        here = self._store.vault.here
        waiting = self.waiting
        fresh = [each for each in waiting if not here(each.key)]
        needed = sum(each.size for each in fresh)
        return Survey(
            items=len(waiting),
            bytes=needed,
            listed=sum(each.key in self._listed() for each in waiting),
            held=len(waiting) - len(fresh),
            missing=shortage(needed, await self._quota.estimate()),
        )

    async def bring(self) -> None:
        """Bring over what waits, one after the other. Cancelled or killed, the next call goes on.

        An entry that fails is noted in `failed`, and the others go on. Raises VaultFull: what is here stays.
        """
        async with self._alone():
            await self.find()
            waiting, done = self.waiting, 0
            total = sum(each.size for each in waiting)
            self.failed = {}
            try:
                for each in waiting:
                    await self._try(each, lambda at, base=done: self._come(base + at, total))
                    done += each.size
            finally:
                self.running = None
                self.on_change()

    async def undo(self) -> None:
        """Remove from the vault exactly what was brought over and is still as it was then."""
        async with self._alone(), self._store.writer.hold() as pen:
            await self._read()
            await self._store.vault.reread()
            await self._undo(pen, self.undoable)
        self.on_change()

    async def delete(self) -> None:
        """Delete from the earlier vault what has a verified copy. From then on nothing can be undone."""
        async with self._alone():
            await self._read()
            await self._store.vault.reread()
            gone = [each.key for each in self.deletable]
            await self._legacy.delete(gone)
            await self._records.apply(Batch(delete=tuple(KIND + key for key in gone)))
            await self.find()

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        if await self._locks.held(LOCK):  # it may be frozen: nobody is to wait for it unheard
            raise Busy(ELSEWHERE)
        async with self._locks.hold(LOCK):
            self._busy = True
            try:
                yield
            finally:
                self._busy = False

    async def _read(self) -> None:
        self.brought = await self._records_now()

    async def _records_now(self) -> dict[str, Brought]:
        rows = await self._records.scan(KIND)
        return {key.removeprefix(KIND): brought(record) for key, record in rows}

    async def _try(self, entry: Entry, come: Callable[[int], None]) -> None:
        come(0)
        try:
            try:
                await self._bring(entry, come)
            except Conflict:  # the pen was taken from this tab while it was frozen
                await self._bring(entry, come)
        except VaultFull:
            raise
        except LarderError as error:
            self.failed[entry.key] = str(error)

    async def _bring(self, entry: Entry, come: Callable[[int], None]) -> None:
        found, held = self.brought.get(entry.key), self._store.vault.here(entry.key)
        if found is None or held is None or held.original != found.original:
            if held is None:
                await self._plan(entry)
            ref = await self._copy(entry, come)
            try:
                found = await self._settle(entry, ref)
            finally:
                await self._blobs.discard(entry.staging)
        await self._verify(entry, found)

    async def _plan(self, entry: Entry) -> None:
        missing = shortage(entry.size, await self._quota.estimate())
        if missing:
            raise VaultFull(
                f"“{entry.key}” was not brought over: {wording.size(missing)} more have to be free. What was "
                "brought over so far is safe, and the old copy has everything; remove something, then go on."
            )

    async def _copy(self, entry: Entry, come: Callable[[int], None]) -> Ref:
        """The entry's bytes in its staging, a piece at a time; their ref."""
        digest = sha256()
        await self._blobs.discard(entry.staging)
        async with self._blobs.stage(entry.staging) as staging:
            for start in range(0, entry.size, STEP):
                data = await self._legacy.read(entry.key, Span(start, min(start + STEP, entry.size)))
                digest.update(data)
                await unbroken(staging.write(Piece(data)))  # a file that opens late would stay open
                come(start + len(data))
            if not entry.size or staging.size != entry.size:
                raise BlobCorrupt("The old copy of this is empty or cut short; nothing of it was changed.")
            await staging.pause()
        return Ref("sha256-" + digest.hexdigest())

    async def _settle(self, entry: Entry, ref: Ref) -> Brought:
        """Publish and keep it, with the record of that in the same batch, unless its key is kept already."""
        async with self._store.writer.hold() as pen:
            held = await self._store.vault.look(entry.key)
            if held is not None:
                fate = Fate.HELD if held.original == ref else Fate.OTHER
                return await self._note(pen, entry, Brought(fate, ref, self._clock.now()))
            try:
                return await unbroken(self._commit(pen, entry, ref))
            finally:
                await pen.sweep((ref,))

    async def _commit(self, pen: Pen, entry: Entry, ref: Ref) -> Brought:
        size = await pen.publish(entry.staging, ref)
        found = Brought(Fate.BROUGHT, ref, self._clock.now())
        kept = Keep(entry.asset(self._listed().get(entry.key), ref), ref, size, at=found.at)
        await pen.record(kept, put={KIND + entry.key: found.as_json()})
        self.brought[entry.key] = found
        self.on_kept(kept)
        return found

    async def _verify(self, entry: Entry, found: Brought) -> None:
        """Read the copy again. One that is damaged goes, and its entry waits again."""
        if found.fate is Fate.OTHER:
            return
        sound = await intact(self._blobs, found.original, entry.size, nothing)
        async with self._store.writer.hold() as pen:
            if sound:
                await self._note(pen, entry, replace(found, verified=True))
                return
            await self._undo(pen, [entry.key] if self._ours(entry.key) else [])
        raise BlobCorrupt("What was written is not what was read; the old copy has it. Try again.")

    async def _undo(self, pen: Pen, keys: Sequence[str]) -> None:
        undone = {key: replace(self.brought[key], fate=Fate.UNDONE, verified=False) for key in keys}
        put = {KIND + key: each.as_json() for key, each in undone.items()}
        await pen.remove(*self._store.vault.held(keys), put=put)
        self.brought |= undone

    async def _note(self, pen: Pen, entry: Entry, found: Brought) -> Brought:
        await pen.apply(Batch(put={KIND + entry.key: found.as_json()}))
        self.brought[entry.key] = found
        return found

    def _settled(self, key: str) -> bool:
        found = self.brought.get(key)
        return found is not None and (found.verified or found.fate is Fate.OTHER)

    def _ours(self, key: str) -> bool:
        keep, found = self._store.vault.keeps.get(key), self.brought[key]
        return keep is not None and (keep.original, keep.at) == (found.original, found.at)

    def _safe(self, key: str) -> bool:
        found = self.brought.get(key)
        if found is None or not found.verified:
            return False
        keep = self._store.vault.keeps.get(key)
        return keep is None or (keep.original == found.original and self._store.vault.here(key) is not None)

    def _come(self, done: int, total: int) -> None:
        self.running = (done, total)
        self.on_change()


async def nothing(_done: int) -> None:
    """After a step there is nothing to do."""
