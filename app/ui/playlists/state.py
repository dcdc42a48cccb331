"""What is to be seen of the playlists, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.screen import Row


@dataclass(frozen=True, slots=True)
class Summary:
    """A playlist at a glance; times in seconds."""

    id: str
    name: str
    tracks: int = 0
    length: float = 0.0
    kept: int = 0
    """How many of the tracks are on this device."""
    covers: tuple[str, ...] = ()
    """URLs of up to four covers."""
    unsaved: tuple[int, int] = (0, 0)
    """Assets that the library lists and that are not on this device, and their bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on a playlist. Of what the library does not list the row knows no more than its title."""

    id: str
    row: Row
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """The playlist that is open, and those of its entries that have nodes, from the `first` on."""

    summary: Summary
    entries: tuple[Entry, ...] = ()
    first: int = 0
    seen: bool = True
    """The library's list has been had: what is not on it is not in the library."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name is being asked for: of a new playlist, with the asset `key` on it, or of the one called `id`."""

    name: str = ""
    id: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Adding:
    """A track is being put on a playlist, one of these (id, name)."""

    key: str
    title: str
    playlists: tuple[tuple[str, str], ...] = ()
    deletable: bool = False
    """A device brought it, and the server has it: it may leave the library as well."""


@dataclass(frozen=True, slots=True)
class PlaylistsState:
    """All of them, or the one whose id is `inside`; `opened` is None when there is no such one."""

    all: tuple[Summary, ...] = ()
    inside: str = ""
    opened: Opened | None = None
    naming: Naming | None = None
    adding: Adding | None = None
