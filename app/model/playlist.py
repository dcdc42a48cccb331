"""A playlist: assets in the user's own order, under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.batch import Record

KIND = "playlist/"


@dataclass(frozen=True, slots=True)
class Item:
    """One place on a playlist; an asset may have several, and two devices merge by the items' ids."""

    id: str
    key: str
    """The asset's."""
    title: str
    """As last known, so that an item says what it was once the library lists it no longer."""
    artist: str = ""

    def as_json(self) -> dict[str, Any]:
        """The item as plain JSON."""
        return {"id": self.id, "key": self.key, "title": self.title, "artist": self.artist}


@dataclass(frozen=True, slots=True)
class Playlist:
    """What is on it, in order."""

    id: str
    name: str
    items: tuple[Item, ...] = ()

    @property
    def key(self) -> str:
        """The record's key."""
        return KIND + self.id

    def as_json(self) -> Record:
        """What can be changed of the record; `playlist(...)` reads it back."""
        return {"name": self.name, "items": [item.as_json() for item in self.items]}


def playlist(id: str, record: Mapping[str, Any]) -> Playlist:
    """A playlist from its record. Raises KeyError, TypeError or ValueError for anything that is not one."""
    name, items = record["name"], tuple(item(line) for line in record["items"])
    if not isinstance(name, str) or len({each.id for each in items}) < len(items):
        raise ValueError("no playlist")
    return Playlist(id, name, items)


def item(line: Mapping[str, Any]) -> Item:
    """An item from its JSON. Raises KeyError, TypeError or ValueError for anything that is not one."""
    values = (line["id"], line["key"], line["title"], line.get("artist", ""))
    if not all(isinstance(value, str) for value in values):
        raise ValueError("no item of a playlist")
    return Item(*values)
