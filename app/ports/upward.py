"""Bytes on their way to the server: uploads that go on where they were (tus 1.0)."""

from __future__ import annotations

from typing import Protocol

from app.model.ref import Ref


class Upward(Protocol):
    """Every method raises Offline, NotLetIn and Rejected as Remote's do, Busy while somebody is at it."""

    async def begin(self, ref: Ref, size: int) -> tuple[str, int]:
        """Announce a blob: the address of its upload, and how many of its bytes need not be sent.

        All of them when the server holds it for this user already. Raises VaultFull when the server has no
        room, Rejected when it never takes such a blob.
        """
        ...

    async def stands(self, address: str) -> int:
        """Bytes that have arrived for good. All of them only once the server holds the blob.

        Raises BlobMissing when it knows no such upload, or not any more; BlobCorrupt when what arrived is not
        what was announced: the upload is gone.
        """
        ...

    async def send(self, address: str, offset: int, piece: bytes) -> int:
        """Send bytes from `offset` on: as `stands` afterwards, with its errors.

        Raises Conflict when the upload has got to another byte, VaultFull when the server has no room: what
        has arrived stays.
        """
        ...

    async def give_up(self, address: str) -> None:
        """End the upload; what has arrived goes. Ending what is gone is not an error."""
        ...
