"""The vault reads itself again while nobody needs it, a little at a time: the longest unread first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from app.core.health.proofs import Proofs
from app.core.health.quarantine import Quarantine
from app.core.vault.vault import Vault
from app.model.errors import BlobMissing, LarderError
from app.model.ref import Ref
from app.ports import Clock, Locks

LOCK = "larder-scrub"
BYTES, SECONDS = 64_000_000, 5.0
"""After so much, or so long, a round begins no further blob."""
SETTLED, EVERY, BUSY = 10.0, 3600.0, 60.0
"""Seconds from the start to the first round, between rounds, and until the next look while saves are on."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, `at` so many seconds since 1970."""

    at: float = 0.0
    blobs: int = 0
    bytes: int = 0
    damaged: int = 0


class Scrub:
    """Rounds of re-hashing. Damage is healed and said."""

    def __init__(
        self, vault: Vault, proofs: Proofs, quarantine: Quarantine, locks: Locks, clock: Clock
    ) -> None:
        self._vault, self._proofs, self._quarantine = vault, proofs, quarantine
        self._locks, self._clock = locks, clock
        self.last = Round()
        self.on_round: Callable[[], None] = lambda: None

    async def watch(self, busy: Callable[[], bool]) -> None:
        """A round now and then, whenever nothing is `busy`, until cancelled."""
        await self._clock.sleep(SETTLED)
        while True:
            while busy():
                await self._clock.sleep(BUSY)
            with suppress(LarderError):  # the next round tries again
                await self.round()
            await self._clock.sleep(EVERY)

    async def round(self) -> Round:
        """Prove what was proved longest ago, within the budget. Nothing, while another tab does."""
        if await self._locks.held(LOCK):
            return Round()
        async with self._locks.hold(LOCK):
            self.last = done = await self._round()
        self.on_round()
        return done

    async def _round(self) -> Round:
        began, read, count, bad = self._clock.now(), 0, 0, list[Ref]()
        ages = await self._proofs.ages()
        for ref in sorted(filter(self._vault.sound, ages), key=lambda ref: (ages[ref], ref)):
            if read >= BYTES or self._clock.now() - began >= SECONDS:
                break
            size = self._vault.sizes.get(ref, 0)
            with suppress(BlobMissing):  # released meanwhile
                if not await self._proofs.prove(ref):
                    bad.append(ref)
                read, count = read + size, count + 1
        if bad:
            await self._quarantine.heal(bad)
        return Round(began, count, read, len(bad))
