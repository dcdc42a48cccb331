"""The library as the server lists it, and as it was last seen when the server can't be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from app.model.asset import Asset, asset
from app.model.batch import Batch, Record
from app.model.errors import Rejected, VaultFull
from app.model.text_index import TextIndex
from app.ports import RecordStore, Remote

PAGE = 1000
"""Assets in a request and in a record: a page is one crossing into Python."""
KIND = "library/"
HEAD = "head/library"


class Catalog:
    """Every asset of the server's library, in its order. Records keep it as it was last seen."""

    def __init__(self, records: RecordStore, remote: Remote) -> None:
        self._records, self._remote = records, remote
        self._etag = ""
        self.assets: tuple[Asset, ...] = ()
        self.by_key: dict[str, Asset] = {}
        self.seen = False
        """Whether a list has ever been had, now or in an earlier session."""
        self._index = TextIndex(())
        self._refreshing = asyncio.Lock()

    async def load(self) -> None:
        """Read the list as last seen."""
        head = await self._records.get(HEAD)
        if head is None:
            return
        pages = await self._records.scan(KIND)
        self._etag = head["etag"]
        self._show(tuple(asset(line) for _, page in pages for line in page["items"]))

    async def refresh(self) -> bool:
        """Ask the server; True when the list is another one now. Raises Offline or Rejected."""
        async with self._refreshing:
            return await self._refresh()

    async def _refresh(self) -> bool:
        first = await self._remote.ask(page_path(""), self._etag)
        if first is None:
            return False
        try:
            lines, assets = await self._all(first.body)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Rejected("What answered is no library of Larder's; the list stays as it was.") from error
        with suppress(VaultFull):  # shown all the same, and asked for again next time
            await self._store(lines, first.etag)
        self._show(assets)
        # Whoever hears of it has as much to do again: a press comes in between.
        await asyncio.sleep(0)
        return True

    def find(self, query: str) -> Sequence[Asset]:
        """Assets in which every word of `query` occurs, in the library's order."""
        if not query.strip():
            return self.assets
        return [self.assets[at] for at in self._index.find(query)]

    async def _all(self, page: Any) -> tuple[list[Any], tuple[Asset, ...]]:
        """Every line, and the assets in them, made page by page: all at once would hold the page up."""
        lines, assets = list[Any](page["items"]), [asset(line) for line in page["items"]]
        while page["next"]:
            following = await self._remote.ask(page_path(page["next"]))
            if following is None:
                break
            page = following.body
            lines += page["items"]
            assets += [asset(line) for line in page["items"]]
        return lines, tuple(assets)

    async def _store(self, lines: list[Any], etag: str) -> None:
        old = [key for key, _ in await self._records.scan(KIND)]
        put: dict[str, Record] = {
            f"{KIND}{at // PAGE:06}": {"items": lines[at : at + PAGE]} for at in range(0, len(lines), PAGE)
        }
        put[HEAD] = {"etag": etag}
        await self._records.apply(Batch(put=put, delete=tuple(key for key in old if key not in put)))
        self._etag = etag

    def _show(self, assets: tuple[Asset, ...]) -> None:
        self.assets = assets
        self.by_key = {each.key: each for each in self.assets}
        self._index = TextIndex(self.assets)
        self.seen = True


def page_path(cursor: str) -> str:
    """Where a page of the library is; a cursor of the server's goes into a URL as it is."""
    return f"/api/library?limit={PAGE}" + (f"&cursor={cursor}" if cursor else "")
