"""Bytes that are to be brought here, and how to know that they are the right ones."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.errors import BlobCorrupt, Rejected
from app.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Wanted:
    """A resource of the server. `name` is the staging it arrives in."""

    path: str
    name: str
    size: int = 0
    """Bytes expected; 0 when unknown."""
    digest: Ref | None = None
    """Its ref, when somebody already knows it."""
    kinds: tuple[str, ...] = ("audio/", "video/", "image/", "application/octet-stream")
    """Prefixes of the media types it may have: a captive portal answers with a page instead."""

    def refuse_type(self, media_type: str) -> None:
        """Raise Rejected when what answers is not what was asked for."""
        if not media_type.startswith(self.kinds):
            raise Rejected("Something else answered in the server's place; nothing was saved. Try again.")

    def refuse_bytes(self, arrived: Ref, size: int, promised: Ref | None) -> None:
        """Raise BlobCorrupt unless the bytes are what the server says they are.

        What it `promised` with them counts; else what it listed, which may be older; else their size.
        """
        expected = promised or self.digest
        right = arrived == expected if expected else size == (self.size or size)
        if not size or not right:
            raise BlobCorrupt
