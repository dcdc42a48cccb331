"""Assets that devices brought: a record for each, which every device shares."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.batch import Batch, Record
from app.model.brought import KIND, brought
from app.model.errors import Conflict
from app.model.ref import Ref
from app.ports import RecordStore


class Brought:
    """Those that there are, by key. What is no asset to us is left alone."""

    def __init__(self, store: MediaStore, records: RecordStore) -> None:
        self._store, self._records = store, records
        self.all: dict[str, Asset] = {}
        self._by_digest: dict[Ref, Asset] | None = None
        self.on_change: Callable[[], None] = lambda: None

    async def load(self) -> None:
        """Read them afresh."""
        found: dict[str, Asset] = {}
        for key, record in await self._records.scan(KIND):
            with suppress(KeyError, TypeError, ValueError):
                found[key.removeprefix(KIND)] = brought(key.removeprefix(KIND), record)
        self.all, self._by_digest = found, None
        self.on_change()

    async def follow(self, keys: Collection[str]) -> None:
        """Read those of these again that another tab or device has brought, changed or deleted."""
        if KIND in keys:
            return await self.load()
        for key in keys:
            record, id = await self._records.get(key), key.removeprefix(KIND)
            self.all.pop(id, None)
            self._by_digest = None
            if record is not None:
                with suppress(KeyError, TypeError, ValueError):
                    self.all[id] = brought(id, record)
        self.on_change()

    def show(self, asset: Asset) -> None:
        """This one was brought just now."""
        self.all[asset.key] = asset
        if self._by_digest is not None and asset.digest:  # of a thousand each would have it made anew
            self._by_digest.setdefault(asset.digest, asset)

    def of(self, digest: Ref) -> Asset | None:
        """The asset that is these bytes, None when there is none; of several the first."""
        if self._by_digest is None:
            self._by_digest = {each.digest: each for each in reversed(self.all.values()) if each.digest}
        return self._by_digest.get(digest)

    async def remove(self, key: str) -> Record | None:
        """Remove the asset from this device, and its record with it: it leaves every device. What was its
        record, for `restore`; None when it had none.

        Raises LarderError: it is as before.
        """
        there = await self._records.get(KIND + key)
        await self._store.release(key, forget=(KIND + key,) if there is not None else ())
        if self.all.pop(key, None) is not None:
            self._by_digest = None
            self.on_change()
        return there

    async def restore(self, key: str, record: Record) -> None:
        """List it again, unless it is. Raises LarderError: it is still gone."""
        with suppress(Conflict):
            await self._records.apply(Batch(put={KIND + key: record}, expect={KIND + key: None}))
        await self.follow((KIND + key,))
