"""The server's list as it was last seen, in pages: a long one never holds the page up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress

from app.model.asset import Asset, asset
from app.model.batch import Batch, Record
from app.model.errors import LarderError
from app.ports import RecordStore

KIND = "library/"
HEAD = "head/library"

Lines = Sequence[Record]
"""A page of the list as the server gave it."""


class LastSeen:
    """One record for each page, under the name of the list's version; the head says which version counts.

    A version is whole before the head names it. Pages of another version go when the next list is written.
    """

    def __init__(self, records: RecordStore) -> None:
        self._records = records
        self._keys: tuple[str, ...] = ()
        self.etag = ""
        """What the server called the list that is remembered."""

    async def load(self) -> tuple[Asset, ...] | None:
        """The list; None when there has never been one."""
        head = await self._records.get(HEAD)
        pages = await self._records.scan(KIND)
        self._keys = tuple(key for key, _ in pages)
        version = prefix(head["etag"]) if head else ""
        assets, found = list[Asset](), False
        for key, page in pages:
            if head and key.startswith(version):
                found = True
                assets += [asset(line) for line in page["items"]]
                await asyncio.sleep(0)
        if not head or not found:
            return None
        self.etag = head["etag"]
        return tuple(assets)

    async def remember(self, pages: Sequence[Lines], etag: str) -> None:
        """This list from now on. Raises LarderError: what was remembered before still is."""
        keys = [f"{prefix(etag)}{number:06}" for number in range(len(pages))]
        try:
            for key, lines in zip(keys, pages, strict=True):
                await self._records.apply(Batch(put={key: {"items": lines}}))
            old = tuple(key for key in self._keys if key not in keys)
            await self._records.apply(Batch(put={HEAD: {"etag": etag}}, delete=old))
        except LarderError:
            with suppress(LarderError):  # they go with the next list
                await self._records.apply(Batch(delete=tuple(keys)))
            raise
        self._keys, self.etag = tuple(keys), etag


def prefix(etag: str) -> str:
    """What the keys of a version's pages begin with."""
    return f"{KIND}{re.sub(r'[^A-Za-z0-9]+', '-', etag)}/"
