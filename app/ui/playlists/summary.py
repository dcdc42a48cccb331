"""A playlist at a glance: its covers and its numbers."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, length, plural
from app.ui.cover import cover
from app.ui.html import Listing
from app.ui.playlists.state import Summary


def facts(one: Summary) -> str:
    """`8 tracks · 32 minutes · 7 on this device`."""
    if not one.tracks:
        return "Nothing on it yet"
    long = length(one.length) if one.length else ""
    return joined(plural(one.tracks, "track"), long, f"{one.kept:,} on this device")


def collage(covers: tuple[str, ...], side: int) -> Template:
    """Four covers as one, or one as it is."""
    images = Listing(tuple((str(at), cover(url, side)) for at, url in enumerate(covers)))
    return t"""
        <div class="collage" data-covers="{len(covers)}" aria-hidden="true">
          {images if covers else cover("", side)}
        </div>"""
