"""What the server should have and has not: sent one after the other, by one tab of all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.core.brought import Brought
from app.core.rest import rest
from app.core.uploads.held import Held
from app.core.uploads.sending import Sending
from app.core.vault.vault import Vault
from app.model.asset import Asset
from app.model.errors import BlobCorrupt, BlobMissing, LarderError, NotLetIn, Rejected, VaultFull
from app.model.ref import Ref
from app.ports import Clock, Locks

LOCK = "larder-uploads"
CALM = 60.0
"""Seconds until the server is asked again about what only other devices can send."""


@dataclass(frozen=True, slots=True)
class Upload:
    """How far one has got, in bytes; `reason` says why it went no further, empty while it may."""

    asset: Asset
    done: int = 0
    total: int = 0
    reason: str = ""


class Uploads:
    """Sends until there is no more. One that the server refuses is set aside, and the rest goes on."""

    def __init__(
        self, sending: Sending, brought: Brought, held: Held, vault: Vault, locks: Locks, clock: Clock
    ) -> None:
        self._sending, self._brought, self._held, self._vault = sending, brought, held, vault
        self._locks, self._clock = locks, clock
        self._awake = asyncio.Event()
        self.going: Upload | None = None
        """What is on its way at the moment."""
        self.refused: dict[Ref, Upload] = {}
        self.full = ""
        """Why nothing is sent at the moment, as a sentence: the server has no room."""
        self.on_change: Callable[[], None] = lambda: None

    @property
    def lacking(self) -> dict[Ref, Asset]:
        """Assets that devices brought and whose bytes the server has not, in the order of their coming."""
        held, brought = self._held.all, self._brought.all.values()
        return {each.digest: each for each in brought if each.digest and each.digest not in held}

    @property
    def waiting(self) -> Sequence[Asset]:
        """Those of them that this device can send and the server has not refused."""
        return [each for ref, each in self.lacking.items() if self._can_go(ref)]

    def wake(self) -> None:
        """The server answers, or there is something new to send."""
        if self.waiting or not self._held.heard:
            self._awake.set()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self._awake.clear()
            with suppress(LarderError):  # whatever it is, the next exchange that goes through wakes it
                await self.go()
            await rest(self._clock, CALM, self._awake)

    async def go(self) -> None:
        """Send what is wanted. Raises Offline, Busy, or NotLetIn: the rest goes later."""
        async with self._locks.hold(LOCK):
            if not self._held.heard or self.lacking:
                await self._held.refresh()
            while not self.full and (waiting := self.waiting):
                await self._one(waiting[0])

    def again(self) -> None:
        """Try what was set aside once more: somebody has made room, or wants to know."""
        self.full, self.refused = "", {}
        self._awake.set()
        self.on_change()

    def _can_go(self, ref: Ref) -> bool:
        return ref in self._vault.sizes and ref not in self.refused

    async def _one(self, asset: Asset) -> None:
        ref = asset.digest
        assert ref is not None

        def progress(done: int, total: int) -> None:
            self.going = Upload(asset, done, total)
            self.on_change()

        try:
            await self._sending.send(ref, progress)
            await self._held.add(ref)
        except VaultFull as error:
            self.full = str(error)
        except NotLetIn:  # nothing is wrong with the blob
            raise
        except (Rejected, BlobCorrupt, BlobMissing) as error:
            self.refused[ref] = Upload(asset, reason=str(error))
        finally:
            self.going = None
            self.on_change()
