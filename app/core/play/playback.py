"""What plays: the copy on this device first, else the stream; one fallback, and the truth about which."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from enum import Enum, StrEnum
from typing import Any

from app.core.play.positions import Positions
from app.core.reachability import Reachability
from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.errors import LarderError
from app.model.queue import Queue
from app.model.ref import Ref
from app.model.wording import clock as clock_text
from app.ports import Clock, Leases, Sound

STUCK = 8.0
"""Seconds a seek in a local copy may take: deleted bytes make an element wait forever, without an error."""


class Then(Enum):
    """What becomes of a damaged copy: said while the server is reached, and while it is not."""

    FETCHED = ("It is being fetched again.", "it is fetched again as soon as it can be.")
    WAITS = ("It is fetched again when saving goes on.", "it is fetched again when saving goes on.")
    STREAMS = ("It is no longer kept here.", "it streams as soon as it can be.")


class Source(StrEnum):
    """Where the sound comes from, as the person reads it."""

    LOCAL = "Playing from this device"
    STREAM = "Streaming"
    NONE = ""


class Playback:
    """The queue, the element and where its bytes come from."""

    def __init__(
        self,
        store: MediaStore,
        leases: Leases,
        sound: Sound,
        positions: Positions,
        clock: Clock,
        reachability: Reachability,
    ) -> None:
        self._store, self._leases, self._sound = store, leases, sound
        self._positions, self._clock, self._reachability = positions, clock, reachability
        self.queue = Queue()
        self.source = Source.NONE
        self._loaded: Asset | None = None
        """What the element holds: the queue is ahead of it while something else is being opened."""
        self._pinned: Ref | None = None
        self._lease = ""
        self._sought = 0
        self._loading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self.streams: Callable[[str], bool] = lambda _: True
        """Whether the server may have an asset, by its key."""
        self.on_change: Callable[[], None] = lambda: None
        self.on_notice: Callable[[str], None] = lambda _: None
        self.on_sound: Callable[[str, Asset | None], None] = lambda _event, _asset: None
        """Told what the element says, and of which asset."""
        self.on_open: Callable[[Ref | None], None] = lambda _: None
        """Told which blob of this device plays from now on, None for a stream."""
        sound.on_event = self._heard

    @property
    def sound(self) -> Sound:
        """The element, for what only looks at it."""
        return self._sound

    async def play(self, assets: Sequence[Asset], index: int) -> None:
        """Play `assets[index]`, then what follows it."""
        self.queue = Queue(tuple(assets), index)
        await self._begin()

    async def toggle(self) -> None:
        """Play or pause what is in the player."""
        if self._sound.playing:
            self.pause()
        else:
            await self.go_on()

    def pause(self) -> None:
        """Stop where it is; nothing happens to what stands still."""
        if self._sound.playing:
            self._sound.pause()

    async def go_on(self) -> None:
        """Play what is in the player; nothing happens to what plays."""
        if self.queue.current is None or self._sound.playing:
            return
        if self.source is Source.NONE:
            await self._begin()
        else:
            self._sound.play()

    async def step(self, by: int) -> None:
        """Go to the next or the previous one that can be played from where we are."""
        moved = self.queue.step(by)
        while moved is not None and moved.current is not None and not self._playable(moved.current):
            moved = moved.step(by)
        if moved is not None:
            self.queue = moved
            await self._begin()

    async def seek(self, at: float) -> None:
        """Go to second `at`. A local copy that does not answer in time has failed."""
        self._sound.seek(max(0.0, at))
        self.on_change()
        self._sought += 1
        if self.source is Source.LOCAL:
            url, sought = self._sound.url, self._sought
            await self._clock.sleep(STUCK)
            if self._sound.url == url and self._sought == sought and self._sound.seeking:
                await self._failed()

    def volume(self, level: float) -> None:
        """How loud, 0 to 1."""
        self._sound.volume = min(1.0, max(0.0, level))
        self.on_change()

    async def adopt(self, assets: Sequence[Asset], index: int) -> None:
        """Take over an element that was started before Python was there: untouched, unless it has failed."""
        self.queue = Queue(tuple(assets), index)
        if self._sound.failed:
            return await self._begin()
        self._loaded = self.queue.current
        held = self._store.vault.here(assets[index].key)
        self.source = Source.STREAM
        if held is not None and f"ref={held.original}" in self._sound.url:
            self.source = Source.LOCAL
            await self._pin(held.original)
            self.on_open(held.original)
        self.on_change()

    async def forsake(self, ref: Ref, then: Then | None) -> bool:
        """Play this damaged copy no further: go on with the stream, or stop where `then` is None: none is.

        Nothing happens when it does not play. True: the user was told.
        """
        if self._pinned != ref:
            return False
        online = await self._reachability.ask()
        asset, at, playing = self._loaded, self._sound.position, self._sound.playing
        if asset is None or self._pinned != ref or asset is not self.queue.current:
            return False
        if online and then is not None:
            self.on_notice(f"The local copy is damaged; now streaming from {clock_text(at)}. {then.value[0]}")
            await self._load(asset, at, stream=True, play=playing)
            return True
        await self._stop()
        if then is not None:
            self.on_notice(damaged(asset, then))
        self.on_change()
        return then is not None

    async def _stop(self) -> None:
        async with self._loading:
            self._sound.pause()
            self.source = Source.NONE
            ref, lease = self._pinned, self._lease
            self._pinned, self._lease = None, ""
            await self._let_go(ref, lease)

    async def _begin(self) -> None:
        asset = self.queue.current
        if asset is not None:
            await self._load(asset, await self._positions.of(asset))

    def _playable(self, asset: Asset) -> bool:
        streams = self._reachability.online and self.streams(asset.key)
        return streams or self._store.vault.here(asset.key) is not None

    async def _load(self, asset: Asset, at: float, *, stream: bool = False, play: bool = True) -> None:
        async with self._loading:
            if asset is not self.queue.current:
                return
            held = None if stream else self._store.vault.here(asset.key)
            before, lease = self._pinned, self._lease
            self._pinned, self._lease = None, ""
            self.source, url = Source.STREAM, stream_url(asset)
            if held is not None:
                await self._pin(held.original)
                try:
                    self._lease = url = await self._store.open(asset.key, self._leases)
                    self.source = Source.LOCAL
                except LarderError:
                    self.source = Source.STREAM
            self._loaded = asset
            self._sound.load(url, at)
            if play:
                self._sound.play()
            self.on_open(self._pinned if self.source is Source.LOCAL else None)
            await self._let_go(before, lease)
        self.on_change()

    async def _pin(self, ref: Ref) -> None:
        self._pinned = ref
        await self._store.pins.pin(ref)

    async def _let_go(self, ref: Ref | None, lease: str) -> None:
        if lease:
            self._leases.revoke(lease)
        if ref is not None:
            await self._store.unpin(ref)

    def _heard(self, event: str) -> None:
        self.on_sound(event, self._loaded)
        if event == "failed":
            self._spawn(self._failed())
        elif event == "ended":
            self._spawn(self._ended())
        else:
            self._remember(event)
        self.on_change()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _remember(self, event: str) -> None:
        asset = self._loaded
        if asset is not None and event in ("time", "paused"):
            self._positions.at(asset, self._sound.position, self._sound.duration, now=event == "paused")

    async def _ended(self) -> None:
        if self._loaded is not None and self._loaded is self.queue.current:
            self._positions.forget(self._loaded)
            await self.step(1)

    async def _failed(self) -> None:
        asset, source, at = self._loaded, self.source, self._sound.position
        online = await self._reachability.ask()
        if asset is None or asset is not self.queue.current or self.source is not source:
            return
        if source is Source.LOCAL and online and self.streams(asset.key):
            self.on_notice(f"The local copy failed; now streaming from {clock_text(at)}.")
            await self._load(asset, at, stream=True)
        elif source is not Source.NONE:
            self.source = Source.NONE
            kept = self._store.vault.here(asset.key) is not None
            if self.streams(asset.key):
                self.on_notice(unplayable(asset, kept=kept, online=online))
            else:
                self.on_notice(unplayable_here(asset, kept=kept))
        self.on_change()


def stream_url(asset: Asset) -> str:
    """Where the server streams an asset from."""
    return f"/api/audio/{asset.key}"


def damaged(asset: Asset, then: Then) -> str:
    """Why it stopped, and what becomes of it."""
    return (
        f"The copy of “{asset.title}” on this device is damaged, and the server can't be reached; "
        f"{then.value[1]}"
    )


def unplayable(asset: Asset, *, kept: bool, online: bool) -> str:
    """Why nothing is heard, and what to do."""
    if online:
        return f"“{asset.title}” can't be played: this browser can do nothing with what the server sends."
    if kept:
        return f"The copy of “{asset.title}” on this device can't be played, and the server can't be reached."
    return f"“{asset.title}” is not on this device and the server can't be reached."


def unplayable_here(asset: Asset, *, kept: bool) -> str:
    """Why nothing is heard of what a device brought and the server does not have."""
    if kept:
        return f"“{asset.title}” can't be played: this browser can do nothing with it. Its bytes are safe."
    return f"“{asset.title}” is on another device: it was brought in there, and plays there."
