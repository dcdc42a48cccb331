"""The façade of the vault: keep an asset, open it, release it. Blobs plus policy."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from app.core.vault.download import Progress, discarded, download
from app.core.vault.intact import intact
from app.core.vault.pen import Blobs, Pen
from app.core.vault.pins import Pins
from app.core.vault.promised import Promised
from app.core.vault.unbroken import unbroken
from app.core.vault.vault import Vault
from app.core.vault.writer import Writer
from app.model.asset import Asset
from app.model.errors import BlobCorrupt, BlobMissing, Busy, Conflict, LarderError, Offline
from app.model.few import few
from app.model.ref import Ref, ref_of
from app.model.staging_name import staged_as
from app.model.vault.keep import By, Keep
from app.model.wanted import Wanted
from app.ports import Clock, Leases, Locks, Quota, RecordStore, Remote

PLAYS = "The damaged copy still plays in another tab; stop it there, then fetch it again."


async def at_once() -> None:
    """Nothing has to be seen to before."""


class MediaStore:
    """Keeps what the user asked to keep: hashed, published whole, recorded last, never shared by accident."""

    def __init__(
        self,
        vault: Vault,
        blobs: Blobs,
        records: RecordStore,
        remote: Remote,
        quota: Quota,
        locks: Locks,
        clock: Clock,
    ) -> None:
        self.vault = vault
        self._blobs, self._remote, self._locks, self._clock = blobs, remote, locks, clock
        self.promised = Promised(blobs, quota)
        self.pins = Pins(locks)
        self.writer = Writer(vault, blobs, records, locks, self.pins)

    async def keep(
        self,
        asset: Asset,
        progress: Progress = discarded,
        by: By = By.HAND,
        hold: Callable[[], bool] = lambda: False,
        begun: Callable[[], Awaitable[None]] = at_once,
    ) -> Keep:
        """Save an asset on this device. Here already, it answers at once: a retained one is now kept by hand.

        Raises VaultFull, Offline (what arrived stays to go on with), Rejected or BlobCorrupt: the vault is
        as before. Cancelled, it asks `hold` whether what arrived stays to go on with. `begun` is awaited
        when no other tab is at it any more.
        """
        async with self._locks.hold(f"larder-keep-{asset.key}"):
            held = await self.vault.look(asset.key)
            if held is not None:
                await self.abandon(asset)  # a killed tab may have left a cover
                held = await self._promote(asset.key) if by is By.HAND else held
            if held is not None:
                return held
            try:
                await begun()
                return await self._keep(asset, progress, by)
            except Offline:
                raise
            except CancelledError:
                if not hold():
                    await self.abandon(asset)
                raise
            except Exception:
                await self.abandon(asset)
                raise

    async def open(self, key: str, leases: Leases) -> str:
        """A URL of the kept original. Raises BlobMissing."""
        held = self.vault.here(key)
        if held is None:
            raise BlobMissing
        return await leases.url(held.original, held.asset.media_type)

    async def release(self, *keys: str, forget: tuple[str, ...] = ()) -> None:
        """Remove assets from this device: the records first, then the blobs that nothing else names.

        The records `forget` go with theirs.
        """
        for some in few(keys):
            async with self.writer.hold() as pen:
                await pen.remove(*self.vault.held(some), forget=forget)
            forget = ()

    async def detach(self, *keys: str) -> None:
        """Remove what can be made or fetched again: waveforms and covers. The originals stay."""
        async with self.writer.hold() as pen:
            await self.vault.reread()
            await pen.record(*(replace(each, cover=None, peaks=None) for each in self.vault.held(keys)))

    async def attach_peaks(self, kept: Keep, data: bytes) -> None:
        """Keep a waveform with its asset; nothing when that was released or replaced meanwhile."""
        async with self.writer.hold() as pen:
            await self.vault.look(kept.asset.key)  # another tab may have kept it by hand meanwhile
            held = self.vault.keeps.get(kept.asset.key)
            if held is not None and held.original == kept.original:
                try:
                    await pen.record(held.with_peaks(await pen.put(data)))
                finally:
                    await pen.sweep((ref_of(data),))

    async def quarantine(self, refs: Iterable[Ref], spare: Callable[[Ref], bool]) -> None:
        """From now on nothing plays these damaged blobs. They go at once, but for those to `spare`.

        They are looked at once more: another tab may have healed them since they were found.
        """
        refs = [ref for ref in refs if await self._damaged(ref)]
        async with self.writer.hold() as pen:
            await pen.quarantine(refs, self._clock.now())
            await pen.delete(ref for ref in refs if not spare(ref))

    async def purge(self, spare: Callable[[Ref], bool]) -> None:
        """Delete what is damaged and still here, but for what to `spare` and what was healed meanwhile."""
        if self.vault.quarantined:
            async with self.writer.hold() as pen:
                await self.vault.reread()
                await pen.delete([ref for ref in self.vault.quarantined if not spare(ref)])

    async def shed(self, refs: frozenset[Ref]) -> None:
        """Have no keep name these covers and waveforms, and delete them."""
        async with self.writer.hold() as pen:
            await self.vault.reread()
            keeps = [keep for keep in self.vault.keeps.values() if not refs.isdisjoint(keep.refs)]
            await pen.record(*(keep.without(refs) for keep in keeps))

    async def abandon(self, asset: Asset) -> None:
        """Drop what has arrived of an asset that is not to be kept after all."""
        for wanted in (original(asset), cover(asset)):
            with suppress(Busy):  # what another tab is writing is not ours to drop
                await self._blobs.discard(wanted.name)

    async def abandon_all(self, assets: Iterable[Asset]) -> None:
        """Drop what has arrived of these, of most of which nothing has."""
        if there := await self._blobs.stagings():
            for each in assets:
                if original(each).name in there or cover(each).name in there:
                    await self.abandon(each)

    async def unpin(self, ref: Ref) -> None:
        """Let go of a pinned blob; it leaves if it was released meanwhile, in any tab."""
        if not await self.pins.unpin(ref):
            return
        with suppress(LarderError):  # the next start sweeps it
            for key in self.vault.naming(ref):
                await self.vault.look(key)
            await self._collect(ref)

    async def _collect(self, ref: Ref) -> None:
        if self.vault.loose((ref,)):
            async with self.writer.hold() as pen:
                await pen.sweep((ref,))

    async def _promote(self, key: str) -> Keep | None:
        """What is here, by hand from now on; None when it was evicted at this very moment."""
        async with self.writer.hold() as pen:
            held = await self.vault.look(key)
            if held is None or held.by is By.HAND:
                return held
            kept = replace(held, by=By.HAND, at=self._clock.now())
            try:
                await unbroken(pen.record(kept))
            except CancelledError:
                with suppress(LarderError):  # the pen was taken: stopped it is all the same
                    await unbroken(pen.put_back(key, held))
                raise
            return kept

    async def _keep(self, asset: Asset, progress: Progress, by: By) -> Keep:
        try:
            return await self._bring_all(asset, progress, by)
        except (BlobMissing, Conflict):  # its twin was removed at this very moment, or the pen was taken
            return await self._bring_all(asset, progress, by)

    async def _bring_all(self, asset: Asset, progress: Progress, by: By) -> Keep:
        ref = await self._original(asset, progress)
        async with self._pinned(ref):
            cover_ref = await self._cover(asset)
            if cover_ref is not None:
                await self.here(cover_ref)
            return await self._publish(asset, ref, cover_ref, by)

    @asynccontextmanager
    async def _pinned(self, ref: Ref) -> AsyncGenerator[None]:
        """Nobody takes the blob away meanwhile; a damaged one is to make way for what is staged."""
        if await self.vault.damaged(ref):
            yield
            return
        await self.pins.pin(ref)
        try:
            yield
        finally:
            if await self.pins.unpin(ref):
                await self._collect(ref)

    async def _original(self, asset: Asset, progress: Progress) -> Ref:
        digest = asset.digest
        if digest and await self.here(digest):
            return digest
        wanted = original(asset)
        try:
            await self.promised.plan(asset, wanted.name)
            ref = await self._bring(wanted, self.promised.filling(wanted.name, asset.size, progress))
            await self.here(ref)  # damaged bytes of this name are known as such from now on
            return ref
        finally:
            self.promised.end(wanted.name)

    async def here(self, digest: Ref) -> bool:
        """Whether these bytes need not come: what no record names nobody has vouched for, and is hashed."""
        size = await self._blobs.size(digest)
        if size is None or await self.vault.damaged(digest):
            return False
        if not self.vault.loose((digest,)) or not await self._damaged(digest):
            return True
        async with self.writer.hold() as pen:
            await pen.quarantine((digest,), self._clock.now())
        return False

    async def _damaged(self, ref: Ref) -> bool:
        """Whether there are bytes of this name, and they are others."""
        size = await self._blobs.size(ref)
        return size is not None and not await intact(self._blobs, ref, size)

    async def make_way(self, pen: Pen, ref: Ref) -> None:
        """A damaged blob goes before a sound one comes under its name; one healed elsewhere stays."""
        if await self.vault.damaged(ref):
            await pen.delete((ref,))
            if ref in self.vault.quarantined:
                raise BlobCorrupt(PLAYS)

    async def _bring(self, wanted: Wanted, progress: Progress) -> Ref:
        return (await download(self._remote, self._blobs, wanted, progress, self._clock)).ref

    async def _cover(self, asset: Asset) -> Ref | None:
        """The cover's ref, staged; a track without its picture is better than no track."""
        if not asset.cover:
            return None
        try:
            return await self._bring(cover(asset), discarded)
        except Offline:
            raise
        except LarderError:
            return None

    async def _publish(self, asset: Asset, ref: Ref, cover_ref: Ref | None, by: By) -> Keep:
        """Blobs under their names, then the record. Whatever stops it, the vault is as before."""
        async with self.writer.hold() as pen:
            before = self.vault.keeps.get(asset.key)
            if before is not None and before.by is By.HAND:
                by = By.HAND  # it had only lost its bytes
            try:
                return await unbroken(self._commit(pen, asset, ref, cover_ref, by))
            except CancelledError:
                with suppress(LarderError):  # the pen was taken: stopped it is all the same
                    await unbroken(pen.put_back(asset.key, before))
                raise
            finally:
                await pen.sweep(name for name in (ref, cover_ref) if name)

    async def _commit(self, pen: Pen, asset: Asset, ref: Ref, cover_ref: Ref | None, by: By) -> Keep:
        await self.make_way(pen, ref)
        size = await pen.publish(original(asset).name, ref)
        if cover_ref is not None:
            await self.make_way(pen, cover_ref)
            await pen.publish(cover(asset).name, cover_ref)
        kept = Keep(replace(asset, digest=ref), ref, size, cover_ref, at=self._clock.now(), by=by)
        await pen.record(kept)
        return kept


def original(asset: Asset) -> Wanted:
    """An asset's own bytes."""
    return Wanted(f"/api/audio/{asset.key}", staged_as("keep", asset.key), asset.size, asset.digest)


def cover(asset: Asset) -> Wanted:
    """An asset's large cover."""
    path = f"/api/audio/{asset.key}/cover?size=large"
    return Wanted(path, staged_as("cover", asset.key), kinds=("image/",))
