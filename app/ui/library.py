"""The Library: search, the shelf, the tracks."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, length, plural
from app.ui.glyphs import icon
from app.ui.imports.panel import import_button, imports_panel
from app.ui.keep_all import heading, keep_all
from app.ui.notices import banner, offline_note
from app.ui.row import track_list
from app.ui.saves_panel import saves_panel
from app.ui.screen import Phase, Screen
from app.ui.shelf import shelf
from app.ui.states import empty, loading, nothing_found, reading, unreached


def library(screen: Screen) -> Template:
    """The whole view."""
    return t"""
        <div class="top">
          <div class="top-t">
            <h1>Library</h1>
            <p class="lede">{lede(screen)}</p>
          </div>
          <div class="top-a">
            {search(screen.query) if searchable(screen) else None}
            {import_button() if screen.can_save and screen.phase is not Phase.EMPTY else None}
          </div>
        </div>
        <p class="vh" role="status" aria-label="Found">{found(screen)}</p>
        {banner(screen)}{offline_note(screen)}{imports_panel(screen.imports)}{body(screen)}"""


def lede(screen: Screen) -> str:
    """`14 tracks · 59 minutes · 8 on this device`."""
    tracks, seconds, kept = screen.lede
    if screen.phase is Phase.LOADING:
        return "Reading the list"
    if not tracks:
        return "Nothing here yet"
    return joined(plural(tracks, "track"), length(seconds), f"{kept:,} on this device")


def searchable(screen: Screen) -> bool:
    """Whether there is, or may soon be, anything to search."""
    return screen.phase in (Phase.LOADING, Phase.READY)


def search(query: str) -> Template:
    """The search field; it looks as one types."""
    return t"""
        <div class="search" role="search">
          {icon("search")}
          <input type="search" data-input="search" data-value="{query}" aria-label="Search the library"
            placeholder="Search" autocomplete="off" spellcheck="false" enterkeyhint="search">
          <kbd aria-hidden="true">/</kbd>
        </div>"""


def found(screen: Screen) -> str | None:
    """What a search gave, said once to whoever can't see the list change."""
    return f"{plural(screen.window.total, 'track')} found" if screen.query else None


def body(screen: Screen) -> Template:
    """What stands below the title."""
    if screen.phase is Phase.LOADING:
        return loading()
    if screen.phase is Phase.READING:
        return reading()
    if screen.phase is Phase.EMPTY:
        return empty(can_save=screen.can_save)
    if screen.phase is Phase.UNREACHED:
        return unreached()
    return t"{None if screen.query else shelf(screen.shelf)}{tracks(screen)}"


def tracks(screen: Screen) -> Template:
    """The list under its heading, or that there is none."""
    if not screen.window.total:
        return nothing_found(screen.query)
    return t"""
        <div class="listhead">{heading(screen)}{keep_all(screen)}</div>
        {saves_panel(screen.saves)}
        {track_list(screen.window, "Library", can_save=screen.can_save, can_add=True)}"""
