"""What the server should hold and does not: sent one after the other, by one tab of all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.core.uploads.sending import Sending
from app.model.errors import BlobCorrupt, BlobMissing, NotLetIn, Rejected, VaultFull
from app.model.ref import Ref
from app.ports import Locks

LOCK = "larder-uploads"
Wanted = Callable[[], Awaitable[Sequence[Ref]]]
"""Says which blobs the server should hold and does not, what was asked for first to the front."""


@dataclass(frozen=True, slots=True)
class Upload:
    """How far one has got, in bytes; `reason` says why it went no further, empty while it may."""

    done: int = 0
    total: int = 0
    reason: str = ""


class Uploads:
    """Sends until there is no more. One that the server refuses is set aside, and the rest goes on."""

    def __init__(self, sending: Sending, wanted: Wanted, locks: Locks) -> None:
        self._sending, self._wanted, self._locks = sending, wanted, locks
        self.all: dict[Ref, Upload] = {}
        self.full = ""
        """Why nothing is sent at the moment, as a sentence: the server has no room."""
        self._held: set[Ref] = set()
        self.on_change: Callable[[], None] = lambda: None
        self.on_held: Callable[[Ref], None] = lambda _: None
        """Told once the server holds a blob."""

    async def go(self) -> None:
        """Send what is wanted. Raises Offline, Busy, or NotLetIn: the rest goes later."""
        async with self._locks.hold(LOCK):
            while (ref := await self._next()) is not None and not self.full:
                await self._one(ref)

    def again(self) -> None:
        """Try what was set aside once more: somebody has made room, or wants to know."""
        self.full = ""
        self.all = {ref: each for ref, each in self.all.items() if not each.reason}
        self.on_change()

    async def _next(self) -> Ref | None:
        wanted = [ref for ref in await self._wanted() if ref not in self._held]
        self.all = {ref: self.all.get(ref, Upload()) for ref in wanted}
        return next((ref for ref in wanted if not self.all[ref].reason), None)

    async def _one(self, ref: Ref) -> None:
        def progress(done: int, total: int) -> None:
            self._show(ref, Upload(done, total))

        try:
            await self._sending.send(ref, progress)
        except VaultFull as error:
            self.full = str(error)
            self.on_change()
        except NotLetIn:  # nothing is wrong with the blob
            raise
        except (Rejected, BlobCorrupt, BlobMissing) as error:
            self._show(ref, Upload(reason=str(error)))
        else:
            self._held.add(ref)
            self.all.pop(ref, None)
            self.on_held(ref)
            self.on_change()

    def _show(self, ref: Ref, upload: Upload) -> None:
        self.all[ref] = upload
        self.on_change()
