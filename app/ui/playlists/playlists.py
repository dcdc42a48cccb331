"""The Playlists view: all of them, or the one whose address it is."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, plural
from app.ui.glyphs import icon
from app.ui.html import Listing, Part
from app.ui.notices import banner, offline_note
from app.ui.playlists.playlist import gone, inside
from app.ui.playlists.state import Summary
from app.ui.playlists.summary import collage, facts
from app.ui.screen import Screen


def playlists(screen: Screen) -> Template:
    """The whole view."""
    state = screen.playlists
    if state.inside:
        return inside(screen, state.opened) if state.opened else gone()
    return t"""
        <div class="top">
          <div class="top-t">
            <h1>Playlists</h1>
            <p class="lede">{lede(state.all)}</p>
          </div>
          <button type="button" class="btn primary" data-do="new-playlist">
            {icon("plus")}<span>New playlist</span>
          </button>
        </div>
        {banner(screen)}{offline_note(screen)}
        {shelf(state.all) if state.all else none_yet()}"""


def lede(all: tuple[Summary, ...]) -> str:
    """`3 playlists · 41 tracks`."""
    if not all:
        return "Tracks in your own order, also while offline."
    return joined(plural(len(all), "playlist"), plural(sum(each.tracks for each in all), "track"))


def shelf(all: tuple[Summary, ...]) -> Template:
    """Every playlist by its name."""
    nodes = tuple((each.id, Part(entrance, (each,))) for each in all)
    return t"""
        <ul class="playlists" role="list" aria-label="Playlists" tabindex="-1" data-refuge>
          {Listing(nodes)}
        </ul>"""


def entrance(one: Summary) -> Template:
    """One playlist; pressing it opens it."""
    return t"""
        <li aria-label="{one.name}">
          {collage(one.covers, 32)}
          <div class="who">
            <a class="title" href="#/playlists/{one.id}">{one.name}</a>
            <span class="by"><span>{facts(one)}</span></span>
          </div>
        </li>"""


def none_yet() -> Template:
    """Before the first one."""
    return t"""
        <div class="empty">
          {icon("list-music")}
          <h2>No playlists yet</h2>
          <p>Make one with New playlist, then put tracks on it with the plus beside each of them in the
            library. Playlists work without the server too.</p>
          <a class="btn plain" href="#/library">Go to the library</a>
        </div>"""
