"""Waveforms of assets: from the vault, from the server, or made from bytes saved here. Never made up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.audio.peaks import Peaks
from app.model.audio.waveform_dat import MEDIA_TYPE, decode, encode
from app.model.errors import LarderError, Undecodable
from app.model.ref import Ref
from app.model.span import Span
from app.model.vault.keep import Keep
from app.ports import BlobStore, Locks, Read, Remote

AT_HAND = 64
"""Peaks remembered: up to 1 MiB each, and whoever draws them remembers what was drawn."""
PATIENCE = 10.0
"""Seconds that one tab may take for one waveform while another wants to make one."""
MakePeaks = Callable[[Read, int], Awaitable[Peaks]]
"""Decodes a blob into peaks; injected, because its numpy comes only when it is first needed."""


class Waveforms:
    """Peaks by asset. What was looked up once in this session is remembered."""

    def __init__(
        self, store: MediaStore, blobs: BlobStore, remote: Remote, locks: Locks, make: MakePeaks
    ) -> None:
        self._store, self._blobs, self._remote, self._locks, self._make = store, blobs, remote, locks, make
        self._known: dict[str, Peaks] = {}
        self._asked: set[str] = set()
        self._undecodable: set[Ref] = set()
        self._looking: set[asyncio.Task[None]] = set()
        self.on_change: Callable[[str], None] = lambda _: None
        self.lists: Callable[[str], bool] = lambda _: True
        """Whether the server knows an asset by this key: of others it wants no waveform."""

    def get(self, asset: Asset) -> Peaks | None:
        """The peaks, if they are known now; else they are looked for, and `on_change` tells.

        Each place is asked once: views ask at every change, and a server that refuses would hear it as often.
        """
        kept = self._store.vault.here(asset.key)
        if asset.key not in self._known and (self._has(kept) or asset.peaks) and asset.key not in self._asked:
            self._asked.add(asset.key)
            task = asyncio.create_task(self._look(asset, kept))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)
        return self._known.get(asset.key)

    def again(self) -> None:
        """What could not be had so far may be asked for once more."""
        self._asked.clear()

    def _has(self, kept: Keep | None) -> bool:
        return kept is not None and kept.peaks in self._store.vault.sizes

    async def _look(self, asset: Asset, kept: Keep | None) -> None:
        found = await self._of_keep(kept) if kept is not None else None
        found = found or await self._of_server(asset, kept)
        if found is not None:
            self._tell(asset.key, found)

    async def ensure(self, keep: Keep) -> None:
        """See to it that a kept asset has its waveform: the server's, else one made here and sent."""
        if self._has(keep):
            return
        found = await self._of_server(keep.asset, keep)
        if found is None and keep.original not in self._undecodable:
            await self._make_one(keep)
        elif found is not None:
            await self._attach(keep, found)

    async def _make_one(self, keep: Keep) -> None:
        """One at a time, of all tabs; what another has made meanwhile is there. A frozen one is passed."""
        async with self._locks.hold("larder-waveforms", PATIENCE):
            with suppress(LarderError):  # what can't be read now is at worst made twice
                keep = await self._store.vault.look(keep.asset.key) or keep
            if self._has(keep):
                return
            made = await self._made(keep)
            if made is not None:
                await self._attach(keep, made)

    async def _attach(self, keep: Keep, found: Peaks) -> None:
        with suppress(LarderError):  # drawn all the same, and kept by the next start
            await self._store.attach_peaks(keep, encode(found))
        self._tell(keep.asset.key, found)

    async def _of_keep(self, keep: Keep) -> Peaks | None:
        if keep.peaks is None or keep.peaks not in self._store.vault.sizes:
            return None
        try:
            return decode(await self._blobs.read(keep.peaks))
        except LarderError:
            return None

    async def _of_server(self, asset: Asset, kept: Keep | None) -> Peaks | None:
        if not asset.peaks:
            return None
        try:
            async with self._remote.fetch(path(asset, kept)) as incoming:
                return decode(b"".join([bytes(chunk.view()) async for chunk in incoming.chunks()]))
        except LarderError:
            return None

    async def _made(self, keep: Keep) -> Peaks | None:
        def read(span: Span) -> Awaitable[bytes]:
            return self._blobs.read(keep.original, span)

        try:
            peaks = await self._make(read, keep.size)
        except Undecodable:
            self._undecodable.add(keep.original)
            return None
        except LarderError:
            return None
        if self.lists(keep.asset.key):
            with suppress(LarderError):  # whoever makes them next will send them; here they are kept
                await self._remote.send(path(keep.asset, keep), encode(peaks), MEDIA_TYPE)
        return peaks

    def _tell(self, key: str, found: Peaks) -> None:
        self._known[key] = found
        if len(self._known) > AT_HAND:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._asked.discard(oldest)
        self.on_change(key)


def path(asset: Asset, kept: Keep | None = None) -> str:
    """Where the server has an asset's peaks: those of the bytes kept here, and no others, where some are."""
    meant = f"?ref={kept.original}" if kept is not None else ""
    return f"/api/audio/{asset.key}/peaks{meant}"
