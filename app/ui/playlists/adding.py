"""The menu that puts a track on a playlist: a native dialog, so that focus comes back to where it was."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.glyphs import icon
from app.ui.html import Listing
from app.ui.playlists.state import Adding


def adding(asked: Adding | None) -> Template:
    """The playlists to choose from, while a track is being put on one."""
    return t"""
        <dialog class="sheet menusheet" aria-label="Playlists" data-close="add-no"
          data-open="{"" if asked else None}">{menu(asked) if asked else None}</dialog>"""


def menu(asked: Adding) -> Template:
    """Every playlist, a new one, and the way out of the library for what a device brought."""
    items = Listing(tuple((id, item("add-to", id, "list-music", name)) for id, name in asked.playlists))
    return t"""
        <p class="sub" aria-hidden="true">Add “{asked.title}” to</p>
        <div class="menu" role="menu" aria-label="Add {asked.title} to a playlist">
          {items}
          {t'<hr role="separator">' if asked.playlists else None}
          {item("add-to-new", asked.key, "plus", "New playlist")}
          {t'<hr role="separator">' if asked.deletable else None}
          {item("delete-asset", asked.key, "trash-2", "Delete from the library") if asked.deletable else None}
        </div>"""


def item(verb: str, key: str, glyph: str, name: str) -> Template:
    """One thing to choose."""
    return t"""
        <button type="button" role="menuitem" data-do="{verb}" data-key="{key}">
          {icon(glyph)}<span>{name}</span>
        </button>"""
