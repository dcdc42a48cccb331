"""A server's uploads in the same process: it can be cut at any byte, be at it still, be full, forget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.model.errors import BlobCorrupt, BlobMissing, Busy, Conflict, Offline, Rejected, VaultFull
from app.model.ref import Ref, ref_of
from tests.doubles.loopback import Loopback


def lists(upward: MemoryUpward, server: Loopback) -> None:
    """Have the server say which bytes of devices it has, one to a page."""

    def assets(query: Mapping[str, str]) -> dict[str, Any]:
        later = sorted(ref for ref in upward.held if ref > query.get("after", ""))
        items = [{"ref": ref, "held": True} for ref in later[:1]]
        return {"items": [*items, {"ref": None, "held": False}], "next": later[0] if later[1:] else None}

    server.answers["/api/media/assets"] = assets


@dataclass
class Part:
    """What has arrived of an upload."""

    ref: Ref
    size: int
    bytes: bytearray = field(default_factory=bytearray)


class MemoryUpward:
    """`held` is what the server has; the other public fields are what goes wrong next."""

    def __init__(self) -> None:
        self.held: dict[Ref, bytes] = {}
        self.parts: dict[str, Part] = {}
        self.sent = 0
        """Bytes that were sent in all."""
        self.down = False
        self.cut_at: int | None = None
        """Of the next piece only so many bytes arrive, and nobody hears of it."""
        self.lost = False
        """The next piece arrives, and nobody hears of it."""
        self.flip = False
        """The next piece arrives altered."""
        self.busy = 0
        """So many questions are answered with "still at it"."""
        self.room: int | None = None
        self.refuses: set[Ref] = set()
        self._numbers = count(1)

    async def begin(self, ref: Ref, size: int) -> tuple[str, int]:
        self._reach()
        if ref in self.refuses:
            raise Rejected("At most so many bytes fit into one upload; nothing was begun.")
        if self.room is not None and size > self.room:
            raise VaultFull("The server has no room for this.")
        address = f"/api/uploads/{next(self._numbers)}"
        if ref in self.held:
            return address, size
        self.parts[address] = Part(ref, size)
        return address, 0

    async def stands(self, address: str) -> int:
        self._reach()
        if self.busy:
            self.busy -= 1
            raise Busy
        if address not in self.parts:
            raise BlobMissing
        return self._finished(address)

    async def send(self, address: str, offset: int, piece: bytes) -> int:
        self._reach()
        if address not in self.parts:
            raise BlobMissing
        part = self.parts[address]
        if len(part.bytes) != offset:
            raise Conflict
        if self.room is not None and offset + len(piece) > self.room:
            raise VaultFull("The server has no room for this.")
        arriving = piece if self.cut_at is None else piece[: self.cut_at]
        self.sent += len(arriving)
        part.bytes += bytes([arriving[0] ^ 1]) + arriving[1:] if self.flip else arriving
        silent, self.flip = self.lost or self.cut_at is not None, False
        self.lost, self.cut_at = False, None
        if silent:
            raise Offline
        return self._finished(address)

    async def give_up(self, address: str) -> None:
        self._reach()
        self.parts.pop(address, None)

    def _finished(self, address: str) -> int:
        part = self.parts[address]
        if len(part.bytes) < part.size:
            return len(part.bytes)
        if ref_of(bytes(part.bytes)) != part.ref:
            del self.parts[address]
            raise BlobCorrupt
        self.held[part.ref] = bytes(part.bytes)
        return part.size

    def _reach(self) -> None:
        if self.down:
            raise Offline
