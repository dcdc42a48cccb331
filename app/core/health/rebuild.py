"""Records lost, bytes not: every blob is held until an asset claims it or the user lets it go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.core.health.proofs import Proofs
from app.core.vault.media_store import MediaStore
from app.core.vault.vault import UNCLAIMED, Vault
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.ref import Ref
from app.model.vault.keep import Keep
from app.ports import RecordStore

MARK = "head/vault"
"""Key of the record that a store gets at its first start: records without it do not know their blobs.

It says `in` which store of the browser's those are.
"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it."""

    kept: int
    """Assets whose bytes were recognised."""
    damaged: tuple[Asset, ...]
    """Assets whose bytes were here once and are not what they were."""


class Rebuild:
    """Makes keeps anew from blobs and the server's list. Nothing that is here is fetched."""

    def __init__(self, store: MediaStore, records: RecordStore, proofs: Proofs, stored_in: str) -> None:
        self._store, self._records, self._proofs = store, records, proofs
        self._stored_in = stored_in
        self._busy = asyncio.Lock()
        self.on_kept: Callable[[Keep], object] = lambda _: None

    @property
    def _vault(self) -> Vault:
        return self._store.vault

    async def begin(self) -> None:
        """At a first start, mark the records and hold whatever blobs are here already."""
        if await self._records.get(MARK) is not None:
            return
        async with self._store.writer.hold() as pen:
            await self._vault.load()
            loose = [ref for ref in self._vault.sizes if ref not in self._vault.named()]
            held = {UNCLAIMED + ref: {"size": self._vault.sizes[ref]} for ref in loose}
            await pen.apply(Batch(put={MARK: {"v": 1, "in": self._stored_in}, **held}))
            self._vault.unclaimed.update(loose)
        self._vault.changed()

    async def claim(self, listed: Iterable[Asset]) -> Rebuilt:
        """Keep every listed asset whose bytes are held, once they hash to what the server says.

        Raises LarderError when it can't go on: what is claimed stays kept, the rest stays held.
        """
        async with self._busy:
            found: dict[Ref, list[Asset]] = {}
            for asset in listed:
                if asset.digest and asset.digest in self._vault.unclaimed:
                    found.setdefault(asset.digest, []).append(asset)
            kept, damaged = 0, list[Asset]()
            for ref, assets in found.items():
                if await self._proofs.prove(ref):
                    kept += await self._keep(assets)
                else:
                    await self._let_go({ref})
                    damaged.append(assets[0])
            await self._let_go(self._vault.unclaimed & self._vault.named())
        return Rebuilt(kept, tuple(damaged))

    async def clear(self) -> None:
        """Let go of what nothing has claimed."""
        await self._let_go(self._vault.unclaimed.copy())

    async def _keep(self, assets: list[Asset]) -> int:
        for asset in assets:
            self.on_kept(await self._store.keep(asset))
        return len(assets)

    async def _let_go(self, refs: set[Ref]) -> None:
        if refs:
            async with self._store.writer.hold() as pen:
                await pen.apply(Batch(delete=tuple(UNCLAIMED + ref for ref in refs)))
                self._vault.unclaimed -= refs
                await pen.sweep(refs)
            self._vault.changed()
