"""Is every byte what its name says, and has every byte its place? Reads and hashes it all again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from app.core.vault.intact import After, intact
from app.core.vault.leftovers import stale
from app.core.vault.media_store import MediaStore
from app.core.vault.pen import Blobs
from app.model.batch import Record
from app.model.errors import BlobMissing
from app.model.ref import Ref
from app.model.saves.ticket import KIND as WAITING
from app.model.vault.keep import KIND, By, Keep
from app.model.vault.leftover import Leftover
from app.model.vault.references import references
from app.model.vault.removal import KIND as EVICTED
from app.model.vault.report import Report
from app.ports import Clock, RecordStore

Progress = Callable[[int, int], None]
"""Bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Before:
    """What there was when nobody was publishing."""

    sizes: dict[Ref, int]
    held: set[Ref]
    """Blobs that some record holds."""
    keeps: tuple[str, ...]
    """Keys of the assets that the page shows as kept."""
    recorded: Sequence[tuple[str, Record]]
    leftovers: dict[str, Leftover]
    loose: tuple[Ref, ...]
    """Blobs that no record holds and nothing pins: a released one that still plays is none of them."""


class Check:
    """One look at everything. It changes nothing; cancel it by cancelling the task."""

    def __init__(self, store: MediaStore, blobs: Blobs, records: RecordStore, clock: Clock) -> None:
        self._store, self._blobs, self._records, self._clock = store, blobs, records, clock
        self._vault = store.vault
        self.proved: set[Ref] = set()
        """Blobs that are what their names say."""

    async def run(self, progress: Progress) -> Report:
        """Re-hash every blob that a record holds, then weigh what was found."""
        async with self._store.writer.hold():
            before = await self._look()
        bad = await self._hash(before, progress)
        playing = bad & set(await self._store.pins.everywhere())
        keeps = [self._vault.keeps[key] for key in before.keeps if key in self._vault.keeps]
        here = before.sizes.keys() | self._vault.sizes.keys()
        return Report(
            items=len(keeps),
            bytes=sum({keep.original: before.sizes.get(keep.original, 0) for keep in keeps}.values()),
            blobs=len(before.sizes),
            stored=sum(before.sizes.values()),
            damaged=keys(keep for keep in keeps if bad.intersection(keep.refs)),
            missing=keys(keep for keep in keeps if keep.original not in here),
            broken=tuple(sorted(bad)),
            orphaned=before.loose,
            orphaned_bytes=sum(before.sizes[ref] for ref in before.loose),
            leftovers=tuple(before.leftovers),
            leftover_bytes=sum(left.size for left in before.leftovers.values()),
            unclaimed=self._vault.ownerless().items,
            halved=keys(keep for keep in keeps if keep.original in self._vault.torn()),
            unreadable=tuple(sorted(self._vault.unreadable)),
            unshown=unshown(before, self._vault.unreadable),
            misnamed=misnamed(before.recorded),
            playing=tuple(sorted(playing)),
            wronged=await self._wronged(keeps),
        )

    async def _look(self) -> Before:
        sizes, held = dict(await self._blobs.refs()), self._vault.referenced()
        waiting = await self._records.scan(WAITING)
        spared = held | references(waiting) | set(await self._store.pins.everywhere())
        return Before(
            sizes,
            held,
            tuple(self._vault.keeps),
            await self._records.scan(KIND),
            dict(await stale(self._blobs, (key.removeprefix(WAITING) for key, _ in waiting), self._clock)),
            tuple(sorted(sizes.keys() - spared)),
        )

    async def _hash(self, before: Before, progress: Progress) -> set[Ref]:
        names = sorted(before.held & before.sizes.keys())
        total, done, bad = sum(before.sizes[name] for name in names), 0, set[Ref]()
        for name in names:
            with suppress(BlobMissing):  # removed while the others were read
                good = await intact(self._blobs, name, before.sizes[name], told(progress, done, total))
                (self.proved if good else bad).add(name)
            done += before.sizes[name]
        return bad

    async def _wronged(self, keeps: Iterable[Keep]) -> tuple[str, ...]:
        since = {keep.asset.key: keep.at for keep in keeps if keep.original not in self._vault.sizes}
        lines = [record for _, record in await self._records.scan(EVICTED)]
        return tuple(sorted({key for line in lines if (key := wronged(line, since))}))


def keys(keeps: Iterable[Keep]) -> tuple[str, ...]:
    """Of their assets."""
    return tuple(keep.asset.key for keep in keeps)


def unshown(before: Before, unreadable: set[str]) -> tuple[str, ...]:
    """Assets that only the page, or only the records, say are kept."""
    recorded = {key.removeprefix(KIND) for key, _ in before.recorded if key not in unreadable}
    return tuple(sorted(recorded ^ set(before.keeps)))


def misnamed(recorded: Iterable[tuple[str, Record]]) -> tuple[str, ...]:
    """Records that stand under another key than their asset's."""
    named = ((key, record["asset"]["key"]) for key, record in recorded if "asset" in record)
    return tuple(key for key, name in named if KIND + name != key)


def wronged(line: Record, since: Mapping[str, float]) -> str:
    """Key of the asset whose eviction, by the log's own word, was wrong; empty when it was not.

    `since`: when those were kept whose original is not here.
    """
    gone = line["asset"]
    told = line.get("by", By.PLAYER) == By.PLAYER and bool(gone.get("digest"))
    lost = line["at"] >= since.get(gone["key"], inf)
    return "" if told and not lost else gone["key"]


def told(progress: Progress, base: int, total: int) -> After:
    """Tells how far the check is while one of its blobs is read."""

    async def after(done: int) -> None:
        progress(base + done, total)

    return after
