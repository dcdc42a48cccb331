"""Which blobs were found to be what their names say, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from app.core.vault.intact import intact
from app.core.vault.vault import Vault
from app.model.batch import Batch
from app.model.errors import BlobMissing, LarderError
from app.model.ref import Ref
from app.ports import BlobStore, Clock, RecordStore

KIND = "scrub/"
REST = 0.02
"""Seconds between two steps of hashing: whoever plays or presses something comes first."""


class Proofs:
    """A record for each blob remembers when it was last read and hashed; a keep tells of the first time."""

    def __init__(self, vault: Vault, blobs: BlobStore, records: RecordStore, clock: Clock) -> None:
        self._vault, self._blobs, self._records, self._clock = vault, blobs, records, clock
        self.fresh: set[Ref] = set()
        """Proved in this session."""

    async def prove(self, ref: Ref) -> bool:
        """Whether the blob is what its name says: hashed again, unhurriedly. Raises BlobMissing."""
        size = await self._blobs.size(ref)
        if size is None:
            raise BlobMissing
        proved = await intact(self._blobs, ref, size, self._rest)
        if proved:
            await self.remember((ref,))
        return proved

    async def remember(self, refs: Iterable[Ref]) -> None:
        """These were proved just now."""
        refs = tuple(refs)
        self.fresh.update(refs)
        with suppress(LarderError):  # forgotten, they are proved once more
            await self._records.apply(Batch(put={KIND + ref: {"at": self._clock.now()} for ref in refs}))

    async def ages(self) -> Mapping[Ref, float]:
        """When each kept blob was last proved, seconds since 1970. What is known of others is dropped."""
        told = {Ref(key.removeprefix(KIND)): record["at"] for key, record in await self._records.scan(KIND)}
        found = dict.fromkeys(self._vault.referenced(), 0.0)
        for keep in self._vault.keeps.values():
            for ref in keep.refs:
                found[ref] = max(found[ref], keep.at)
        gone = told.keys() - found.keys()
        if gone:
            await self._records.apply(Batch(delete=tuple(KIND + ref for ref in gone)))
        return found | {ref: max(at, found[ref]) for ref, at in told.items() if ref in found}

    async def _rest(self, _done: int) -> None:
        await self._clock.sleep(REST)
