"""One playlist: what is on it, in order, and what can be done with it."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, size
from app.ui.cover import cover
from app.ui.glyphs import icon, jar
from app.ui.html import Part
from app.ui.notices import banner, offline_note
from app.ui.playlists.state import Entry, Opened, Summary
from app.ui.playlists.summary import collage, facts
from app.ui.row import art, line, long_list
from app.ui.saves_panel import saves_panel
from app.ui.screen import Net, Screen
from app.ui.state import state, word


def inside(screen: Screen, opened: Opened) -> Template:
    """The whole view."""
    one = opened.summary
    return t"""
        {back()}
        <div class="plhead">
          {collage(one.covers, 120)}
          <div class="pltext">
            <h1>{one.name}</h1>
            <p class="lede">{facts(one)}</p>
          </div>
          <div class="buttons">
            {play(one) if one.tracks else None}
            {save(screen, one)}
            {act("rename-playlist", "pencil", f"Rename {one.name}", one.id, None)}
            {act("delete-playlist", "trash-2", f"Delete {one.name}", one.id, "playlists")}
            <span class="sub" id="unsaved">{unsaved(one)}</span>
          </div>
        </div>
        {banner(screen)}{offline_note(screen)}{saves_panel(screen.saves)}
        {entries(opened) if one.tracks else nothing_on_it()}"""


def back() -> Template:
    """The way to all of them."""
    return t'<a class="back" href="#/playlists">{icon("chevron-left")}Playlists</a>'


def play(one: Summary) -> Template:
    """Plays it from its beginning."""
    return t"""
        <button type="button" class="btn primary" data-do="play-playlist" data-key="{one.id}"
          aria-label="Play {one.name}">{icon("play", solid=True)}<span>Play</span></button>"""


def save(screen: Screen, one: Summary) -> Template | None:
    """Saves what is on it and not here; not while many are being saved."""
    if screen.saves.going or not screen.can_save or not one.unsaved[0] or screen.net is Net.OFFLINE:
        return None
    return t"""
        <button type="button" class="btn plain" data-do="save-playlist" data-key="{one.id}"
          aria-label="Save {one.name} offline" aria-describedby="unsaved">
          {jar("streams")}<span>Save</span>
        </button>"""


def unsaved(one: Summary) -> str:
    """`1 not saved · 10.9 MB`."""
    tracks, bytes = one.unsaved
    return joined(f"{tracks:,} not saved", size(bytes)) if tracks else ""


def act(verb: str, glyph: str, name: str, id: str, to: str | None) -> Template:
    """A button that is an icon; `to`: the place to go to once it was pressed."""
    return t"""
        <button type="button" class="btn ghost" data-do="{verb}" data-key="{id}" data-to="{to}"
          aria-label="{name}">{icon(glyph)}</button>"""


def entries(opened: Opened) -> Template:
    """What is on it, in order."""
    one = opened.summary
    rows = tuple(
        (each.id, Part(entry, (each, opened.first + place, one.tracks, one.name, opened.seen)))
        for place, each in enumerate(opened.entries, 1)
    )
    return long_list("tracks pl", f"Tracks of {one.name}", rows, opened.first, one.tracks)


def entry(each: Entry, place: int, total: int, name: str, seen: bool) -> Template:
    """One place of it: place `place` of `total` on the playlist called `name`."""
    row, title = each.row, each.row.asset.title
    acts = t"""
        {move(each, "up", ends=place == 1)}
        {move(each, "down", ends=place == total)}
        <button type="button" class="btn ghost" data-do="item-remove" data-key="{each.id}"
          aria-label="Remove {title} from {name}">{icon("x")}</button>
        {grip(each) if total > 1 else None}"""
    if each.listed:
        return line(row, place, total, art(row, "play-item", each.id), state(row), acts)
    blank = t'<span class="art">{cover("", 52)}</span>'
    return line(row, place, total, blank, unlisted(seen), acts)


def unlisted(seen: bool) -> Template:
    """What the library does not list, or has not said yet."""
    if seen:
        return word("missing", "Not in the library", "It can be removed")
    return word("streams", "Not seen yet", "")


def move(each: Entry, way: str, *, ends: bool) -> Template:
    """Moves it by one place. At its end the button stays, as it may have the focus, and does nothing."""
    return t"""
        <button type="button" class="btn ghost mv" data-do="item-{way}" data-key="{each.id}"
          aria-disabled="{"true" if ends else None}" aria-label="Move {each.row.asset.title} {way}">
          {icon(f"chevron-{way}")}
        </button>"""


def grip(each: Entry) -> Template:
    """What it is dragged by; whoever can't has the buttons beside it."""
    return t"""
        <button type="button" class="btn ghost grip" data-drag data-change="item-move" data-key="{each.id}"
          tabindex="-1" aria-hidden="true">{icon("grip-vertical")}</button>"""


def nothing_on_it() -> Template:
    """A playlist without tracks."""
    return t"""
        <div class="empty">
          <h2>Nothing on it yet</h2>
          <p>Press the plus beside a track in the library, and choose this playlist.</p>
          <a class="btn plain" href="#/library">Go to the library</a>
        </div>"""


def gone() -> Template:
    """There is no such playlist."""
    return t"""
        {back()}
        <div class="empty">
          {icon("list-music")}
          <h2>This playlist is not here</h2>
          <p>It was deleted, in this browser or on another device. Its tracks are still in the library.</p>
          <a class="btn plain" href="#/playlists">See all playlists</a>
        </div>"""
