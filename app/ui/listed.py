"""What the list shows for the query of the moment, and what follows from it; made anew only on change."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.larder import Larder
from app.model.asset import Asset
from app.model.library_order import merged
from app.model.text_index import TextIndex
from app.model.vault.keep import By
from app.ui.screen import Sleeve

SHELF = 40
"""Sleeves on the shelf: a row to look along, not a second list."""


class Listed:
    """The assets of the current query, with sums over them.

    What a change of the vault costs grows with what is kept, not with the library.
    """

    def __init__(self, larder: Larder) -> None:
        self._larder = larder
        self.query = ""
        self.assets: Sequence[Asset] = ()
        self.everything: tuple[Asset, ...] = ()
        self.unsaved = (0, 0)
        """How many of the assets are not on this device, and their bytes."""
        self.shelf: tuple[Sleeve, ...] = ()
        self.lede = (0, 0.0, 0)
        self._gone: tuple[Asset, ...] = ()
        self._seconds = 0.0
        self._albums: Sequence[Sequence[Asset]] = ()
        self._sizes: dict[str, int] = {}
        self._bytes = 0

    def search(self, query: str) -> None:
        """Show what matches."""
        self.query = query
        self._find()
        self._sum(self._here())

    def refresh(self) -> None:
        """The library is another one."""
        self._gone = self._unlisted()
        self.everything = merged(self._larder.catalog.assets, self._gone)
        self._seconds = sum([asset.duration for asset in self.everything])
        self._albums = albums(self.everything)[:SHELF]
        self._find()
        self._count()

    def count(self) -> None:
        """The vault is another one: sums and jars follow."""
        if self._unlisted() == self._gone:
            self._count()
        else:
            self.refresh()

    def missing(self) -> list[Asset]:
        """Those of the assets that are not on this device."""
        here = self._here()
        return [asset for asset in self.assets if asset.key in self._sizes and asset.key not in here]

    def _here(self) -> set[str]:
        vault = self._larder.vault
        return {key for key in vault.keeps if vault.kept(key)}

    def _unlisted(self) -> tuple[Asset, ...]:
        listed, vault = self._larder.catalog.by_key, self._larder.vault
        brought = {key: each for key, each in self._larder.brought.all.items() if key not in listed}
        unlisted = [(key, keep) for key, keep in vault.keeps.items() if key not in listed]
        kept = {key: keep.asset for key, keep in unlisted if keep.by is By.HAND or vault.here(key)}
        return tuple((kept | brought).values())  # as it is called by now, on whichever device

    def _can_be_here(self, key: str) -> bool:
        return key in self._larder.vault.keeps or self._larder.streams(key)

    def _find(self) -> None:
        if not self.query.strip():
            self.assets = self.everything
        else:
            gone = TextIndex(self._gone).find(self.query)
            self.assets = merged(self._larder.catalog.find(self.query), (self._gone[at] for at in gone))
        self._sizes = {asset.key: asset.size for asset in self.assets if self._can_be_here(asset.key)}
        self._bytes = sum(self._sizes.values())

    def _count(self) -> None:
        here = self._here()
        self.lede = (len(self.everything), self._seconds, len(here))
        self._sum(here)
        self.shelf = tuple(self._sleeve(tracks, here) for tracks in self._albums)

    def _sum(self, here: set[str]) -> None:
        saved = [self._sizes[key] for key in here if key in self._sizes]
        self.unsaved = (len(self._sizes) - len(saved), self._bytes - sum(saved))

    def _sleeve(self, tracks: Sequence[Asset], here: set[str]) -> Sleeve:
        first = next((track for track in tracks if track.cover), tracks[0])
        kept = sum(track.key in here for track in tracks)
        cover = self._larder.covers.url(first, "large")
        return Sleeve(first.album, first.artist, tracks[0].key, len(tracks), kept, first.hue, cover)


def albums(assets: Sequence[Asset]) -> list[list[Asset]]:
    """Assets by album, in the order in which the albums begin."""
    found: dict[tuple[str, str], list[Asset]] = {}
    for asset in assets:
        if asset.album:
            found.setdefault((asset.album, asset.artist), []).append(asset)
    return list(found.values())
