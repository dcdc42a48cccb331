"""One offered file on its way into the vault."""

from __future__ import annotations

from asyncio import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from app.core.brought import Brought
from app.core.catalog import Catalog
from app.core.imports.describe import Describe
from app.core.imports.recognise import recognised
from app.core.vault.download import Progress
from app.core.vault.media_store import MediaStore
from app.core.vault.pen import Blobs, Pen
from app.core.vault.pour import pour
from app.core.vault.unbroken import unbroken
from app.model.asset import Asset
from app.model.brought import KIND, as_record
from app.model.errors import BlobMissing, Conflict, LarderError, Unreadable
from app.model.ref import Ref
from app.model.staging_name import staged_as
from app.model.vault.keep import By, Keep
from app.ports import Clock, Offered


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. Not `new`: its bytes were an asset already, which is kept here now."""

    keep: Keep
    new: bool


class Intake:
    """Recognises, copies, hashes and publishes; the keep and the asset's record come last, in one batch."""

    def __init__(
        self,
        store: MediaStore,
        blobs: Blobs,
        catalog: Catalog,
        brought: Brought,
        describe: Describe,
        clock: Clock,
    ) -> None:
        self._store, self._blobs, self._catalog, self._brought = store, blobs, catalog, brought
        self._describe, self._clock = describe, clock

    async def take(self, offered: Offered, key: str, progress: Progress) -> Taken:
        """Bring it in as the asset `key`, unless its bytes are one already.

        Raises Rejected (it is no audio), Unreadable, VaultFull: the vault is as before. Cancelled, it leaves
        nothing, unless it was recorded already.
        """
        media_type, name = await recognised(offered), staged_as("import", key)
        asset = Asset(key, offered.name, size=offered.size, media_type=media_type)
        try:
            await self._store.promised.plan(asset, name)
            filling = self._store.promised.filling(name, offered.size, progress)
            try:
                return await self._bring(offered, asset, name, filling)
            except (BlobMissing, Conflict):  # its twin was removed at this very moment, or the pen was taken
                return await self._bring(offered, asset, name, filling)
        except (CancelledError, Exception):
            with suppress(LarderError):  # the next start does it
                await self._blobs.discard(name)
            raise
        finally:
            self._store.promised.end(name)

    async def _bring(self, offered: Offered, asset: Asset, name: str, progress: Progress) -> Taken:
        ref = await self._copy(offered, name, progress)
        if self._known(ref) is None:
            told = await self._describe(offered, asset.media_type)
            asset = told.asset(asset.key, asset.size, asset.media_type)
        await self._store.here(ref)  # damaged bytes of this name are known as such from now on
        async with self._store.writer.hold() as pen:
            try:
                return await unbroken(self._commit(pen, name, ref, asset))
            finally:
                await pen.sweep((ref,))

    async def _copy(self, offered: Offered, name: str, progress: Progress) -> Ref:
        digest = sha256()
        await self._blobs.discard(name)
        async with self._blobs.stage(name) as staging:
            await pour(offered.chunks(), staging, digest.update, lambda done: progress(done, offered.size))
            if staging.size != offered.size:
                raise Unreadable
            await staging.pause()
        return Ref("sha256-" + digest.hexdigest())

    async def _commit(self, pen: Pen, name: str, ref: Ref, asset: Asset) -> Taken:
        await self._store.make_way(pen, ref)
        twin, now = self._twin(ref), self._clock.now()
        stays = twin is not None and self._store.vault.kept(twin.asset.key) is not None
        size = await pen.publish(name, ref)
        if twin is not None:
            kept = twin if stays else replace(twin, by=By.HAND, at=now)
            if not stays:
                await pen.record(kept)
            return Taken(kept, new=False)
        known = self._listed(ref)
        kept = Keep(replace(known or asset, digest=ref), ref, size, at=now)
        await pen.record(kept, put={} if known else {KIND + asset.key: as_record(kept.asset, now)})
        if known is None:
            self._brought.show(kept.asset)
        return Taken(kept, new=known is None)

    def _known(self, ref: Ref) -> Asset | None:
        twin = self._twin(ref)
        return twin.asset if twin else self._listed(ref)

    def _twin(self, ref: Ref) -> Keep | None:
        """A keep of these bytes, though they may have been lost."""
        vault = self._store.vault
        named = (vault.keeps[key] for key in vault.naming(ref))
        return next((keep for keep in named if keep.original == ref), None)

    def _listed(self, ref: Ref) -> Asset | None:
        """An asset of these bytes that is not kept here with others."""
        found = self._catalog.of(ref) or self._brought.of(ref)
        return None if found is None or found.key in self._store.vault.keeps else found
