"""What is on this device: keep records and the blobs that are really there, in memory for instant answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from app.core.vault.changes import Changes
from app.model.ref import Ref
from app.model.vault.badge import Badge, badge
from app.model.vault.keep import KIND, By, Keep, keep
from app.ports import BlobStore, RecordStore

Listener = Callable[[], None]
UNCLAIMED = "unclaimed/"
"""Kind of the records that hold blobs whose own records were lost, each under the ref of its blob."""
QUARANTINE = "quarantine/"
"""Kind of the records that say which blobs are damaged; they hold nothing."""
SLICE = 100
"""Keeps parsed at a time: the page has its turn in between."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Items and bytes of one kind of blob."""

    items: int = 0
    bytes: int = 0


class Vault:
    """An index over the stores. It is read from them at start and follows every change made through it."""

    def __init__(self, blobs: BlobStore, records: RecordStore) -> None:
        self._blobs, self._records = blobs, records
        self.keeps: dict[str, Keep] = {}
        self.sizes: dict[Ref, int] = {}
        self.unreadable: set[str] = set()
        """Keys of records that say nothing to this version: they stay, and so do all blobs."""
        self.unclaimed: set[Ref] = set()
        """Blobs that outlived the records: they stay until an asset claims them or the user lets them go."""
        self.quarantined: set[Ref] = set()
        """Damaged blobs: they are not here for anybody, though their bytes may be."""
        self._listeners: list[Listener] = []
        self._changes, self._latest = Changes(), 0

    async def load(self) -> None:
        """Read both stores afresh."""
        await self._read_all()
        self.sizes = dict(await self._blobs.refs())
        self.changed()

    async def reread(self) -> None:
        """Read the records afresh, and the sizes of what keeps name that were not known."""
        before = self.keeps
        await self._read_all()
        fresh = {ref for key, found in self.keeps.items() if before.get(key) != found for ref in found.refs}
        for ref in fresh - self.sizes.keys():
            await self._measure(ref)

    async def look(self, key: str) -> Keep | None:
        """`here`, asked of the stores: another tab may have kept or released the asset meanwhile."""
        began = self._changes.begin()
        record = await self._records.get(KIND + key)
        if self._changes.newer(KIND + key, began):
            return self.here(key)
        if record is None:
            self.drop(key, at=began)
            return None
        try:
            found = keep(record)
        except (KeyError, TypeError, ValueError):
            return None
        self.put(found, at=began)
        for ref in found.refs:
            await self._measure(ref)
        await self.damaged(found.original)
        return self.here(key)

    async def damaged(self, ref: Ref) -> bool:
        """Whether the blob is in quarantine, asked of the store: another tab may have changed that."""
        began = self._changes.begin()
        record = await self._records.get(QUARANTINE + ref)
        if not self._changes.newer(QUARANTINE + ref, began):
            (self.lift if record is None else self.distrust)({ref}, at=began)
        return ref in self.quarantined

    async def follow(self, keys: Collection[str]) -> None:
        """Read the keep records `keys` again, all of them when `keep/` itself is among them."""
        if KIND in keys:
            await self._read_all()
            here = await self._blobs.refs()
            self.sizes |= {ref: here[ref] for ref in self.referenced() - self.sizes.keys() if ref in here}
        else:
            for key in keys:
                await self.look(key.removeprefix(KIND))
        self.changed()

    async def follow_others(self, _keys: Collection[str]) -> None:
        """Read again what is unclaimed or damaged, and the sizes of what is no longer damaged."""
        before = self.quarantined
        await self._read_others()
        for ref in before - self.quarantined:
            await self._measure(ref)
        self.changed()

    async def _read_all(self) -> None:
        await self._read_keeps()
        await self._read_others()

    async def _read_others(self) -> None:
        self.unclaimed = await self._listed(UNCLAIMED)
        began = self._changes.begin()
        read = await self._listed(QUARANTINE)
        newer = {Ref(key.removeprefix(QUARANTINE)) for key in self._changes.since(began)}
        self.quarantined = (read - newer) | (self.quarantined & newer)

    async def _listed(self, kind: str) -> set[Ref]:
        return {Ref(key.removeprefix(kind)) for key, _ in await self._records.scan(kind)}

    async def _read_keeps(self) -> None:
        """All of them, and nothing in place of what came to be known while they were read."""
        began = self._changes.begin()
        keeps, unreadable = dict[str, Keep](), set[str]()
        for number, (key, record) in enumerate(await self._records.scan(KIND), 1):
            try:
                keeps[key.removeprefix(KIND)] = keep(record)
            except (KeyError, TypeError, ValueError):
                unreadable.add(key)
            if not number % SLICE:
                await asyncio.sleep(0)
        if began < self._latest:
            return
        self._latest = began
        for key in (each.removeprefix(KIND) for each in self._changes.since(began)):
            keeps.pop(key, None)
            if key in self.keeps:
                keeps[key] = self.keeps[key]
        self.keeps, self.unreadable = keeps, unreadable

    def put(self, *kept: Keep, at: int = 0) -> None:
        """These are recorded, or were at that moment."""
        self._changes.note(*(each.key for each in kept), at=at)
        self.keeps |= {each.asset.key: each for each in kept}

    def drop(self, *keys: str, at: int = 0) -> None:
        """The records of these assets are gone."""
        self._changes.note(*(KIND + key for key in keys), at=at)
        for key in keys:
            self.keeps.pop(key, None)

    def distrust(self, refs: Collection[Ref], at: int = 0) -> None:
        """These are in quarantine."""
        self._changes.note(*(QUARANTINE + ref for ref in refs), at=at)
        self.quarantined.update(refs)

    def lift(self, refs: Collection[Ref], at: int = 0) -> None:
        """These are in quarantine no longer."""
        self._changes.note(*(QUARANTINE + ref for ref in refs), at=at)
        self.quarantined.difference_update(refs)

    async def _measure(self, ref: Ref) -> None:
        size = await self._blobs.size(ref)
        self.sizes.pop(ref, None)
        if size is not None:
            self.sizes[ref] = size

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; calling what is returned ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self) -> None:
        """Tell everybody who listens."""
        for listener in tuple(self._listeners):
            listener()

    def here(self, key: str) -> Keep | None:
        """The keep of an asset whose original is really on this device."""
        found = self.keeps.get(key)
        return found if found is not None and self.sound(found.original) else None

    def kept(self, key: str) -> Keep | None:
        """`here`, kept by hand: the user has been told that it stays."""
        found = self.here(key)
        return found if found is not None and found.by is By.HAND else None

    def sound(self, ref: Ref) -> bool:
        """Whether the blob is here and not known to be damaged."""
        return ref in self.sizes and ref not in self.quarantined

    def badge(self, key: str, listed: bool) -> Badge:
        """Will it survive?"""
        found, here = self.keeps.get(key), self.here(key) is not None
        by_hand = found is not None and found.by is By.HAND
        # What the server has no longer is the only copy, whoever kept it.
        return badge(kept=by_hand or (here and not listed), here=here, listed=listed)

    def referenced(self, besides: str = "") -> set[Ref]:
        """Every blob that some record but the keep of `besides` holds; all, while one can't be read."""
        return self.others() | self.named(besides)

    def others(self) -> set[Ref]:
        """Blobs that other records than keeps hold; all, while a keep can't be read."""
        return self.unclaimed | (self.sizes.keys() if self.unreadable else set())

    def named(self, besides: str = "") -> set[Ref]:
        """Every blob that some keep, other than that of `besides`, names."""
        return {ref for key, found in self.keeps.items() if key != besides for ref in found.refs}

    def naming(self, ref: Ref) -> list[str]:
        """Keys of the assets whose keeps name this blob."""
        return [key for key, found in self.keeps.items() if ref in found.refs]

    def held(self, keys: Iterable[str]) -> list[Keep]:
        """Those keeps of these assets that there are."""
        return [self.keeps[key] for key in keys if key in self.keeps]

    def loose(self, refs: Iterable[Ref]) -> list[Ref]:
        """Those of these blobs that no record names."""
        refs = tuple(refs)
        named = self.referenced() if refs else set[Ref]()
        return [ref for ref in refs if ref not in named]

    def torn(self) -> set[Ref]:
        """Originals that are not as long as they were when they were saved."""
        held = {found.original: found.size for found in self.keeps.values() if found.original in self.sizes}
        return {ref for ref, size in held.items() if self.sizes[ref] != size}

    def by(self, who: By) -> list[Keep]:
        """The keeps by hand, or those by the player."""
        return [found for found in self.keeps.values() if found.by is who]

    def originals(self) -> Usage:
        """Originals kept by hand; the same bytes under several titles count once."""
        return self._usage({found.original for found in self.by(By.HAND)})

    def derived(self) -> Usage:
        """Covers and waveforms kept by hand."""
        return self._usage({ref for found in self.by(By.HAND) for ref in (found.cover, found.peaks) if ref})

    def retained(self) -> Usage:
        """Assets that the player keeps, and the bytes that only these need."""
        by_hand = {ref for found in self.by(By.HAND) for ref in found.refs}
        retained = self.by(By.PLAYER)
        only = self._usage({ref for found in retained for ref in found.refs} - by_hand)
        return Usage(len(retained), only.bytes)

    def ownerless(self) -> Usage:
        """Unclaimed blobs that no keep names."""
        return self._usage(self.unclaimed - self.named())

    def _usage(self, refs: Iterable[Ref]) -> Usage:
        sizes = [self.sizes[ref] for ref in refs if ref in self.sizes]
        return Usage(len(sizes), sum(sizes))
