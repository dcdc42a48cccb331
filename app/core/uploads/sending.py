"""One blob on its way up, in pieces, through cut connections, lost answers and reloads."""

from __future__ import annotations

from collections.abc import Callable

from app.model.batch import Batch
from app.model.errors import BlobCorrupt, BlobMissing, Busy, Conflict
from app.model.ref import Ref
from app.model.span import Span
from app.ports import BlobStore, Clock, RecordStore, Upward

KIND = "upload/"
PIECE = 4 * 1024 * 1024
"""Bytes sent at a time: what a cut connection costs at most, and what is in memory."""
PAUSE, TRIES = 3.0, 20
"""Seconds until a server that is still at the last piece is asked again, and how often."""
BEGINNINGS = 3
"""How often a whole that arrived altered is sent again: more is no accident of the network."""

Progress = Callable[[int, int], None]


class Sending:
    """Sends blobs, one at a time. A record for each that is on its way survives a reload."""

    def __init__(self, blobs: BlobStore, records: RecordStore, upward: Upward, clock: Clock) -> None:
        self._blobs, self._records, self._upward, self._clock = blobs, records, upward, clock

    async def send(self, ref: Ref, progress: Progress) -> None:
        """Until the server holds it. Raises BlobMissing when it is not here, and what Upward raises."""
        size = await self._blobs.size(ref)
        if size is None:
            raise BlobMissing
        for _ in range(BEGINNINGS):
            try:
                address, offset = await self._going_on(ref) or await self._begun(ref, size)
                await self._rest(ref, size, address, offset, progress)
            except (BlobCorrupt, Gone):
                await self._forget(ref)
            else:
                return await self._forget(ref)
        raise BlobCorrupt("The server received other bytes than were sent, again and again. Try again later.")

    async def give_up(self, ref: Ref) -> None:
        """Have the server forget what has arrived."""
        record = await self._records.get(KIND + ref)
        await self._forget(ref)
        if record is not None:
            await self._upward.give_up(str(record["address"]))

    async def _going_on(self, ref: Ref) -> tuple[str, int] | None:
        record = await self._records.get(KIND + ref)
        if record is None:
            return None
        address = str(record["address"])
        try:
            return address, await self._standing(address)
        except (Gone, BlobCorrupt):
            await self._forget(ref)
            return None

    async def _begun(self, ref: Ref, size: int) -> tuple[str, int]:
        address, offset = await self._upward.begin(ref, size)
        if offset < size:
            await self._records.apply(Batch(put={KIND + ref: {"address": address}}))
        return address, offset

    async def _rest(self, ref: Ref, size: int, address: str, offset: int, progress: Progress) -> None:
        progress(offset, size)
        while offset < size:
            piece = await self._blobs.read(ref, Span(offset, min(offset + PIECE, size)))
            try:
                offset = await self._upward.send(address, offset, piece)
            except (Busy, Conflict):  # the answer to a piece was lost, or the server is still at it
                offset = await self._standing(address)
            except BlobMissing as error:
                raise Gone from error
            progress(offset, size)

    async def _standing(self, address: str) -> int:
        for _ in range(TRIES):
            try:
                return await self._upward.stands(address)
            except Busy:
                await self._clock.sleep(PAUSE)
            except BlobMissing as error:
                raise Gone from error
        raise Busy("The server is still at an earlier piece of this; it goes on later.")

    async def _forget(self, ref: Ref) -> None:
        await self._records.apply(Batch(delete=(KIND + ref,)))


class Gone(Exception):
    """The server knows the upload no more."""
