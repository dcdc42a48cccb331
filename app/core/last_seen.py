"""The server's list as it was last seen, in pages: a long one never holds the page up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
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
        """The list; None when there has never been one, or when it is not whole or says nothing to us."""
        head = await self._records.get(HEAD)
        pages = dict(await self._records.scan(KIND))
        self._keys = tuple(pages)
        try:
            assets = await read(head, pages)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        self.etag = head["etag"] if head and assets is not None else ""
        return assets

    async def remember(self, pages: Sequence[Lines], etag: str) -> None:
        """This list from now on. Raises LarderError: what was remembered before still is.

        Another tab may remember the same list at this moment: its pages are ours. Who forgets them takes
        them all, unless the head names them; who writes the head sees that the first is there.
        """
        keys = names(etag, len(pages))
        try:
            for key, lines in zip(keys, pages, strict=True):
                await self._records.apply(Batch(put={key: {"items": lines}}))
            old = tuple(key for key in self._keys if key not in keys)
            head, first = {"etag": etag, "pages": len(keys)}, {keys[0]: {"items": pages[0]}}
            await self._records.apply(Batch(put={HEAD: head}, delete=old, expect=first))
        except LarderError:
            with suppress(LarderError):  # they go with the next list
                await self._forget(keys, etag)
            raise
        self._keys, self.etag = keys, etag

    async def _forget(self, keys: tuple[str, ...], etag: str) -> None:
        head = await self._records.get(HEAD)
        if head is None or head.get("etag") != etag:
            await self._records.apply(Batch(delete=keys, expect={HEAD: head}))


async def read(head: Record | None, pages: Mapping[str, Record]) -> tuple[Asset, ...] | None:
    """The list that the head names; None when there is none.

    Raises AttributeError, KeyError, TypeError or ValueError when it is not whole or can't be read.
    """
    if head is None:
        return None
    there = [key for key in pages if key.startswith(prefix(head["etag"]))]
    assets = list[Asset]()
    for key in names(head["etag"], int(head.get("pages", len(there)))):
        assets += [asset(line) for line in pages[key]["items"]]
        await asyncio.sleep(0)
    return tuple(assets) if there else None


def names(etag: str, count: int) -> tuple[str, ...]:
    """The keys of a version's pages."""
    return tuple(f"{prefix(etag)}{number:06}" for number in range(count))


def prefix(etag: str) -> str:
    """What the keys of a version's pages begin with."""
    return f"{KIND}{re.sub(r'[^A-Za-z0-9]+', '-', etag)}/"
