"""One track of a list, and the list."""

from __future__ import annotations

from string.templatelib import Template

from app.model.asset import Asset
from app.model.vault.badge import Badge
from app.model.wording import clock
from app.ui.cover import cover, hue
from app.ui.glyphs import KINDS, icon
from app.ui.html import Listing, Part
from app.ui.screen import Row, Window
from app.ui.state import jar_button, state, under_way
from app.ui.wave import played_wave, wave

BOX = "0 0 204 30"
HOLE = Template('<span class="hole"></span>')
"""The room of a button that is not there."""


def track_list(window: Window, label: str, *, can_save: bool, can_add: bool = False) -> Template:
    """Tracks with their jars; `can_add`: and with what puts them on a playlist."""
    rows = tuple(
        (row.asset.key, Part(track, (row, window.first + place, window.total, can_save, can_add)))
        for place, row in enumerate(window.rows, 1)
    )
    return long_list("tracks", label, rows, window.first, window.total)


def long_list(kind: str, label: str, rows: tuple[tuple[str, Part], ...], first: int, total: int) -> Template:
    """A long list of which a window has nodes; what lies before and after is empty space."""
    return t"""
        <ul class="{kind}" role="list" aria-label="{label}" tabindex="-1" data-refuge
          data-before="{first}" data-after="{total - first - len(rows)}">{Listing(rows)}</ul>"""


def track(row: Row, place: int, total: int, can_save: bool, can_add: bool) -> Template:
    """One track: place `place` of `total`."""
    button = jar_button(row, can_save=can_save)
    if can_add:
        button = t"{button or HOLE}{add_button(row.asset)}"
    return line(row, place, total, art(row), state(row), button)


def line(
    row: Row, place: int, total: int, play: Template, stands: Template, acts: Template | None
) -> Template:
    """One track of any list: what plays it, how it stands and what can be done with it are the list's."""
    asset = row.asset
    return t"""
        <li class="track {marks(row)}" data-hue="{hue(asset.hue)}" data-ref="{row.ref or None}"
          data-at="{row.at if row.current else None}" aria-label="{asset.title}" aria-setsize="{total}"
          aria-posinset="{place}">
          {play}
          <div class="who">
            <span class="title">{asset.title}</span>
            <span class="by"><span>{asset.artist}</span><span class="album">{asset.album}</span></span>
          </div>
          <div class="wavebox">{row_wave(row)}</div>
          {stands}
          <span class="dur">{clock(asset.duration) if asset.duration else ""}</span>
          <div class="acts">{acts}</div>
        </li>"""


def add_button(asset: Asset) -> Template:
    """What opens the menu of playlists."""
    return t"""
        <button type="button" class="btn ghost" data-do="add" data-key="{asset.key}" aria-haspopup="menu"
          aria-label="Add {asset.title} to a playlist">{icon("plus")}</button>"""


def marks(row: Row) -> str:
    """The row's classes: where it stands and whether it plays."""
    kind = "saving" if under_way(row.transfer) else KINDS[row.badge]
    offline = " is-off" if not row.playable else ""
    return f"is-{kind}{offline}{' is-current' if row.current else ''}"


def art(row: Row, verb: str = "play", key: str = "") -> Template:
    """The cover is the play button, as wide as the row. Of what plays already it is the switch."""
    verb = "toggle" if row.current else verb
    pressed = str(row.playing).lower() if row.current else None
    over = equaliser() if row.playing else icon("play", solid=True)
    return t"""
        <button type="button" class="art" data-do="{verb}" data-key="{key or row.asset.key}"
          aria-label="Play {row.asset.title}" aria-pressed="{pressed}"
          aria-disabled="{None if row.playable else "true"}">
          {cover(row.cover, 52)}
          <span class="over">{over}</span>
        </button>"""


def equaliser() -> Template:
    """Three bars that move while something is to be heard."""
    return t'<span class="eq" aria-hidden="true"><i></i><i></i><i></i></span>'


def row_wave(row: Row) -> Template | None:
    """Its waveform, where there are real peaks."""
    if not row.wave:
        return None
    draw = played_wave if row.current and row.badge is not Badge.MISSING else wave
    return draw(row.wave, row.asset.title, BOX)
