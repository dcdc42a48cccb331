"""The library as the server lists it, and as it was last seen when the server can't be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from app.core.last_seen import LastSeen, Lines
from app.model.asset import Asset, asset
from app.model.errors import Conflict, Rejected, VaultFull
from app.model.ref import Ref
from app.model.text_index import TextIndex
from app.ports import RecordStore, Remote

PAGE = 1000
"""Assets in a request and in a record: a page is one crossing into Python."""


class Catalog:
    """Every asset of the server's library, in its order. Records keep it as it was last seen."""

    def __init__(self, records: RecordStore, remote: Remote) -> None:
        self._last_seen, self._remote = LastSeen(records), remote
        self.assets: tuple[Asset, ...] = ()
        self.by_key: dict[str, Asset] = {}
        self.seen = False
        """Whether a list has ever been had, now or in an earlier session."""
        self._index = TextIndex(())
        self._by_digest: dict[Ref, Asset] | None = None
        self._refreshing = asyncio.Lock()
        self.on_change: Callable[[], None] = lambda: None
        """The server has another list."""

    async def load(self) -> None:
        """Read the list as last seen."""
        assets = await self._last_seen.load()
        if assets is not None:
            self._show(assets)

    async def refresh(self) -> bool:
        """Ask the server; True when the list is another one now. Raises Offline or Rejected."""
        async with self._refreshing:
            return await self._refresh()

    async def _refresh(self) -> bool:
        first = await self._remote.ask(page_path(""), self._last_seen.etag)
        if first is None:
            return False
        try:
            pages, assets = await self._all(first.body)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Rejected("What answered is no library of Larder's; the list stays as it was.") from error
        self._show(assets)
        await asyncio.sleep(0)  # whoever hears of it has as much to do again: a press comes in between
        self.on_change()
        await asyncio.sleep(0)
        with suppress(VaultFull, Conflict):  # shown all the same, and asked for again next time
            await self._last_seen.remember(pages, first.etag)
        return True

    def find(self, query: str) -> Sequence[Asset]:
        """Assets in which every word of `query` occurs, in the library's order."""
        if not query.strip():
            return self.assets
        return [self.assets[at] for at in self._index.find(query)]

    def of(self, digest: Ref) -> Asset | None:
        """The asset that is these bytes, None when none is listed; of several the first."""
        if self._by_digest is None:  # of a list that is only shown nobody asks
            self._by_digest = {each.digest: each for each in reversed(self.assets) if each.digest}
        return self._by_digest.get(digest)

    async def _all(self, page: Any) -> tuple[list[Lines], tuple[Asset, ...]]:
        """The pages, and the assets in them, made page by page: all at once would hold the page up."""
        pages, assets = list[Lines](), list[Asset]()
        while True:
            pages.append(page["items"])
            await asyncio.sleep(0)  # to read it was enough for one turn
            assets += [asset(line) for line in page["items"]]
            following = await self._remote.ask(page_path(page["next"])) if page["next"] else None
            if following is None:
                await asyncio.sleep(0)
                return pages, tuple(assets)
            page = following.body

    def _show(self, assets: tuple[Asset, ...]) -> None:
        self.assets = assets
        self.by_key = {each.key: each for each in self.assets}
        self._index, self._by_digest = TextIndex(self.assets), None
        self.seen = True


def page_path(cursor: str) -> str:
    """Where a page of the library is; a cursor of the server's goes into a URL as it is."""
    return f"/api/library?limit={PAGE}" + (f"&cursor={cursor}" if cursor else "")
