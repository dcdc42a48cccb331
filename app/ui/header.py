"""The header: where one can go, what is kept here, and whether the server answers."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, plural, size
from app.ui.glyphs import icon
from app.ui.html import Listing
from app.ui.screen import KindLine, Net, Screen, VaultState, View
from app.ui.spread import spread
from app.ui.sync.state import SyncState, changes

PLACES = (
    (View.LIBRARY, "Library", "library"),
    (View.PLAYLISTS, "Playlists", "list-music"),
    (View.VAULT, "Vault", "vault"),
    (View.SYNC, "Sync", "refresh-cw"),
)
"""Each view that works, with its name and its icon."""
GAP = 0.8
"""Percent between two stretches of the glance bar."""


def header(screen: Screen) -> Template:
    """The header of every view: a column on desks, a line and tabs on phones."""
    links = Listing(tuple((view.value, link(view, name, glyph, screen.view)) for view, name, glyph in PLACES))
    return t"""
        <header class="head">
          <a class="brand" href="#/library" aria-label="Larder, go to the library">
            <svg class="mark-logo" aria-hidden="true"><use href="/static/icons.svg#mark"/></svg>
            <svg class="word" aria-hidden="true"><use href="/static/icons.svg#word"/></svg>
          </a>
          <nav aria-label="Main">{links}</nav>
          <div class="foot">{glance(screen.vault)}{connection(screen)}</div>
        </header>"""


def link(view: View, name: str, glyph: str, current: View) -> Template:
    """A view's link."""
    here = "page" if view is current else None
    return t"""
        <a href="#/{view.value}" aria-current="{here}">{icon(glyph)}<span>{name}</span></a>"""


def glance(vault: VaultState) -> Template:
    """How much is kept, and a bar of what kinds."""
    return t"""
        <a class="glance" href="#/vault">
          <span><b>{size(vault.bytes)}</b> kept here</span>
          <svg class="g-bar" aria-hidden="true">
            <rect class="g-bg" width="100%" height="100%"/>
            {bands(vault.kinds)}
          </svg>
        </a>"""


def bands(kinds: tuple[KindLine, ...]) -> Listing:
    """One stretch of the bar per kind."""
    places = spread(tuple(line.bytes for line in kinds), GAP)
    return Listing(
        tuple((line.kind, band(line.kind, *place)) for line, place in zip(kinds, places, strict=True))
    )


def band(kind: str, start: float, width: float) -> Template:
    """One stretch, in percent of the bar."""
    return t"""
        <svg class="k-{kind}" x="{start:.2f}%" width="{width:.2f}%" height="100%">
          <rect width="100%" height="100%"/>
        </svg>"""


def connection(screen: Screen) -> Template:
    """Whether the server answers, and whether it has all that it should have."""
    kind, text = standing(screen)
    return t"""
        <div class="conn c-{kind}" role="status" aria-label="Connection">
          <span class="dot" aria-hidden="true" data-passing></span>
          <span data-passing>{text}</span>
        </div>"""


def standing(screen: Screen) -> tuple[str, str]:
    """The kind of it as in the stylesheet, and the words."""
    sync, out, offline = screen.sync, screen.sync.out, screen.net is Net.OFFLINE
    if sync.parked:
        return "bad", f"Problem: {changes(sync.parked)} refused"
    if out.refused:
        return "bad", f"Problem: {plural(len(out.refused), 'file')} not taken"
    if offline:
        return "off", joined(screen.net.value, waiting(sync))
    if sync.trouble:
        return "bad", "Problem: can’t sync"
    if out.full:
        return "bad", "Problem: the server is full"
    if sync.torn:
        return "wait", joined(screen.net.value, f"{changes(sync.torn)} to look at")
    if sync.waiting and sync.held_up:
        return "wait", waiting(sync)
    sending = f"sending {plural(out.files, 'file')}" if out.files and not out.paused else ""
    return "ok", joined(screen.net.value, sending)


def waiting(sync: SyncState) -> str:
    """`3 changes and 2 files waiting`."""
    some = [changes(sync.waiting)] if sync.waiting else []
    some += [plural(sync.out.files, "file")] if sync.out.files else []
    return f"{' and '.join(some)} waiting" if some else ""
