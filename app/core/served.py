"""What the server can send: the tracks of its folder, and of what devices brought all that has reached it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.brought import Brought
from app.core.catalog import Catalog
from app.core.uploads.held import Held
from app.model.asset import Asset


class Served(Mapping[str, Asset]):
    """Assets by key, as last heard: of these alone bytes may go from here that nobody asked to remove."""

    def __init__(self, catalog: Catalog, brought: Brought, held: Held) -> None:
        self._catalog, self._brought, self._held = catalog, brought, held

    def __getitem__(self, key: str) -> Asset:
        listed = self._catalog.by_key.get(key)
        if listed is not None:
            return listed
        brought = self._brought.all[key]
        if brought.digest not in self._held.all:
            raise KeyError(key)
        return brought

    def __iter__(self) -> Iterator[str]:
        yield from self._catalog.by_key
        yield from (key for key in self._brought.all if key in self and key not in self._catalog.by_key)

    def __len__(self) -> int:
        return sum(1 for _ in self)
