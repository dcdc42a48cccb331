"""Put right, at every start, what a killed tab or browser left half done."""

from __future__ import annotations

from app.core.vault.leftovers import stale
from app.core.vault.pen import Blobs
from app.core.vault.vault import Vault
from app.core.vault.writer import Writer
from app.model.saves.ticket import KIND
from app.model.vault.references import references
from app.ports import Clock, RecordStore


async def repair(vault: Vault, blobs: Blobs, records: RecordStore, writer: Writer, clock: Clock) -> None:
    """Read the vault, then remove what nothing names. Transfers that can go on keep what they have.

    A blob published just before a kill is adopted by its transfer: that finds it by its digest.
    Originals that are not as long as their record says are quarantined.
    Records without bytes stay: they are "Missing", to be fetched again.
    """
    async with writer.hold() as pen:
        await vault.load()
        waiting = await records.scan(KIND)
        wanted = vault.referenced() | references(waiting)
        await pen.quarantine(vault.torn(), clock.now())
        await pen.delete([ref for ref in vault.sizes if ref not in wanted])
        for name in await stale(blobs, (key.removeprefix(KIND) for key, _ in waiting), clock):
            await blobs.discard(name)
    vault.changed()
