"""What the server should have and has not: sent one after the other, by one tab of all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from app.core.brought import Brought
from app.core.rest import rest
from app.core.saves.speed import Speed
from app.core.uploads.held import Held
from app.core.uploads.sending import Sending
from app.core.vault.vault import Vault
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.errors import BlobCorrupt, BlobMissing, LarderError, NotLetIn, Rejected, VaultFull
from app.model.ref import Ref
from app.ports import Clock, Locks, RecordStore

LOCK = "larder-uploads"
PAUSE = "setting/uploads"
CALM = 60.0
"""Seconds until the server is asked again about what only other devices can send."""
GATHER = 1.0
"""Seconds from one round to the next at least: files come in by the hundred."""


@dataclass(frozen=True, slots=True)
class Upload:
    """How far one has got, in bytes; `rate` in bytes a second, 0 when nobody knows yet."""

    asset: Asset
    done: int
    total: int
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """One that the server does not take, and why, as a sentence."""

    asset: Asset
    reason: str


class Stopped(Exception):
    """A person wants nothing to be sent at the moment."""


class Uploads:
    """Sends until there is no more. One that the server refuses is set aside, and the rest goes on."""

    def __init__(
        self,
        sending: Sending,
        brought: Brought,
        held: Held,
        vault: Vault,
        records: RecordStore,
        locks: Locks,
        clock: Clock,
    ) -> None:
        self._sending, self._brought, self._held, self._vault = sending, brought, held, vault
        self._records, self._locks, self._clock = records, locks, clock
        self._awake = asyncio.Event()
        self.going: Upload | None = None
        """What is on its way at the moment."""
        self.ahead = 0
        """How many wait besides."""
        self.refused: dict[Ref, Refused] = {}
        self.full = ""
        """Why nothing is sent at the moment, as a sentence: the server has no room."""
        self.paused = False
        """A person wants nothing to be sent."""
        self.on_change: Callable[[], None] = lambda: None

    @property
    def lacking(self) -> dict[Ref, Asset]:
        """Assets that devices brought and whose bytes the server has not, in the order of their coming."""
        held, brought = self._held.all, self._brought.all.values()
        return {each.digest: each for each in brought if each.digest and each.digest not in held}

    @property
    def waiting(self) -> dict[Ref, Asset]:
        """Those of them that this device can send and the server has not refused."""
        here = self._vault.sizes
        return {
            ref: each for ref, each in self.lacking.items() if ref in here and ref not in self.refused
        }

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read afresh whether it is paused."""
        self.paused = await self._records.get(PAUSE) is not None
        self.on_change()

    async def pause(self) -> None:
        """Send nothing from now on, in no tab, until `resume`. What has arrived stays."""
        await self._records.apply(Batch(put={PAUSE: {"paused": True}}))
        await self.load()

    async def resume(self) -> None:
        """Send what waits, also what was set aside: somebody has made room, or wants to know."""
        await self._records.apply(Batch(delete=(PAUSE,)))
        self.full, self.refused = "", {}
        await self.load()
        self._awake.set()

    def wake(self) -> None:
        """The server answers, or there is something new to send."""
        self._awake.set()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self._awake.clear()
            with suppress(LarderError):  # whatever it is, the next exchange that goes through wakes it
                await self.go()
            await rest(self._clock, CALM, self._awake)
            await self._clock.sleep(GATHER)

    async def go(self) -> None:
        """Send what is wanted. Raises Offline, Busy, or NotLetIn: the rest goes later."""
        self._count(len(self.waiting))
        async with self._locks.hold(LOCK):
            if self._brought.all and (self.lacking or not self._held.heard):
                await self._held.refresh()
            while waiting := self.waiting:
                for place, (ref, asset) in enumerate(waiting.items()):
                    if self.full or self.paused:
                        return self._count(len(waiting) - place)
                    self._count(len(waiting) - place - 1)
                    if self._brought.of(ref):  # nobody has deleted it meanwhile
                        await self._one(ref, asset)

    def _count(self, ahead: int) -> None:
        self.ahead = ahead
        self.on_change()

    async def _one(self, ref: Ref, asset: Asset) -> None:
        speed = Speed(self._clock)

        def progress(done: int, total: int) -> None:
            if self.paused:
                raise Stopped
            self.going = Upload(asset, done, total, speed.at(done))
            self.on_change()

        try:
            await self._sending.send(ref, progress)
            await self._held.add(ref)
        except VaultFull as error:
            self.full = str(error)
        except NotLetIn:  # nothing is wrong with the blob
            raise
        except (Rejected, BlobCorrupt, BlobMissing) as error:
            self.refused[ref] = Refused(asset, str(error))
        except Stopped:
            self.ahead += 1
        finally:
            self.going = None
            self.on_change()
