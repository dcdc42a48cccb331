"""What is to be seen of the playlists, read off the core; sums are made anew only on change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from app.core.larder import Larder
from app.model.asset import Asset
from app.model.playlist import Item, Playlist
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from app.ui.playlists.state import Adding, Entry, Opened, Summary
from app.ui.screen import Row

COVERS = 4
"""Covers of a collage."""


class PlaylistComposer:
    """Makes the playlists' part of a Screen; `row` makes the row of an asset."""

    def __init__(self, larder: Larder, row: Callable[[Asset], Row]) -> None:
        self._larder, self._row = larder, row
        self._summaries: dict[str, Summary] = {}

    def count(self) -> None:
        """The playlists, the vault or the library are others: sums are made anew when they are wanted."""
        self._summaries.clear()

    def all(self) -> tuple[Summary, ...]:
        """Every playlist at a glance."""
        return tuple(self._summary(each) for each in self._larder.playlists.all.values())

    def opened(self, id: str, first: int, count: int) -> Opened | None:
        """One playlist with its entries near the eye, None when there is none of that id."""
        found = self._larder.playlists.all.get(id)
        if found is None:
            return None
        first = max(0, min(first, len(found.items) - 1))
        playing = self._playing(found)
        entries = tuple(self._entry(item, playing) for item in found.items[first : first + count])
        return Opened(self._summary(found), entries, first, self._larder.catalog.seen)

    def adding(self, key: str) -> Adding | None:
        """The playlists that an asset may be put on."""
        asset = self.asset(key)
        names = tuple((each.id, each.name) for each in self._larder.playlists.all.values())
        larder = self._larder
        deletable = key in larder.brought.all and key in larder.served
        return Adding(key, asset.title, names, deletable) if asset else None

    def asset(self, key: str) -> Asset | None:
        """The asset as the library lists it, or as it was kept here; None when neither knows it."""
        listed = self._larder.catalog.by_key.get(key) or self._larder.brought.all.get(key)
        keep = self._larder.vault.keeps.get(key)
        if listed or keep is None:
            return listed
        return keep.asset if keep.by is By.HAND or self._larder.vault.here(key) else None

    def queue(self, id: str, item_id: str = "") -> tuple[list[Asset], int]:
        """What plays when a playlist does, and where: at an item, or else at the first that can be heard."""
        found = self._larder.playlists.all.get(id)
        known = [(item.id, self.asset(item.key)) for item in found.items] if found else []
        assets = [(name, asset) for name, asset in known if asset]
        here, online = self._larder.vault.here, self._larder.reachability.online
        streams = self._larder.streams
        wanted = (
            at
            for at, (name, asset) in enumerate(assets)
            if (name == item_id if item_id else (online and streams(asset.key)) or here(asset.key))
        )
        return [asset for _, asset in assets], next(wanted, 0)

    def unsaved(self, id: str) -> list[Asset]:
        """What is on it, is not kept here and can be had."""
        found = self._larder.playlists.all.get(id)
        listed, kept = self._larder.served, self._larder.vault.kept
        keys = dict.fromkeys(item.key for item in found.items) if found else {}
        return [listed[key] for key in keys if key in listed and not kept(key)]

    def _playing(self, one: Playlist) -> str:
        """Id of the item that plays, where its asset does not say which: it is on the playlist twice."""
        queue = self._larder.playback.queue
        if queue.current is None or sum(item.key == queue.current.key for item in one.items) < 2:
            return ""
        ids = [item.id for item in one.items if self.asset(item.key)]
        assets, _ = self.queue(one.id)
        return ids[queue.index] if tuple(assets) == queue.assets else ""

    def _entry(self, item: Item, playing: str) -> Entry:
        asset = self.asset(item.key)
        if asset is not None:
            row = self._row(asset)
            if playing not in ("", item.id):
                row = replace(row, current=False, playing=False, at=0.0)
            return Entry(item.id, row)
        last_known = Asset(key=item.key, title=item.title, artist=item.artist)
        return Entry(item.id, Row(last_known, Badge.MISSING, playable=False), listed=False)

    def _summary(self, one: Playlist) -> Summary:
        made = self._summaries.get(one.id)
        if made is None:
            made = self._summaries[one.id] = self._summed(one)
        return made

    def _summed(self, one: Playlist) -> Summary:
        assets = [asset for item in one.items if (asset := self.asset(item.key))]
        unsaved = self.unsaved(one.id)
        return Summary(
            id=one.id,
            name=one.name,
            tracks=len(one.items),
            length=sum(asset.duration for asset in assets),
            kept=sum(self._larder.vault.kept(asset.key) is not None for asset in assets),
            covers=self._covers(assets),
            unsaved=(len(unsaved), sum(asset.size for asset in unsaved)),
        )

    def _covers(self, assets: list[Asset]) -> tuple[str, ...]:
        """Of four albums where there are as many, else of one: two or three make no square."""
        albums: dict[tuple[str, str], Asset] = {}
        for asset in assets:
            if asset.cover:
                albums.setdefault((asset.album, asset.artist), asset)
        urls = (self._larder.covers.url(asset, "large") for asset in albums.values())
        found = tuple(islice((url for url in urls if url), COVERS))
        return found if len(found) == COVERS else found[:1]
