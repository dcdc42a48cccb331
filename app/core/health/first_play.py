"""A copy on this device is hashed beside its first playing in a session: damage does not play on."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.core.health.proofs import Proofs
from app.core.health.quarantine import Quarantine
from app.core.play.playback import Playback
from app.model.errors import LarderError
from app.model.ref import Ref
from app.ports import Clock

HEAD_START = 1.0
"""Seconds that the sound has the disk for itself."""


class FirstPlay:
    """Follows the player. Its sound is never waited for, and never waits."""

    def __init__(self, playback: Playback, proofs: Proofs, quarantine: Quarantine, clock: Clock) -> None:
        self._proofs, self._quarantine, self._clock = proofs, quarantine, clock
        self._proving: asyncio.Task[None] | None = None
        self._healing: set[asyncio.Task[None]] = set()
        playback.on_open = self._opened

    def _opened(self, ref: Ref | None) -> None:
        """The player plays this blob now, or nothing that is here."""
        if self._proving is not None:
            self._proving.cancel()
            self._proving = None
        if ref is not None and ref not in self._proofs.fresh:
            self._proving = asyncio.create_task(self._prove(ref))

    async def _prove(self, ref: Ref) -> None:
        await self._clock.sleep(HEAD_START)
        with suppress(LarderError):  # whatever can't be read now fails in the player, which says so
            if not await self._proofs.prove(ref):
                # A task of its own: the player turning away ends this one.
                healing = asyncio.create_task(self._heal(ref))
                self._healing.add(healing)
                healing.add_done_callback(self._healing.discard)

    async def _heal(self, ref: Ref) -> None:
        with suppress(LarderError):  # the next round of the scrub finds it again
            await self._quarantine.heal((ref,))
