"""The line above the tracks: what is listed, how much of it is not here, and saving it all."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, size
from app.ui.glyphs import jar
from app.ui.screen import Net, Screen


def heading(screen: Screen) -> Template:
    """What is listed, and how much of it is not here yet."""
    title = f"{screen.window.total:,} found" if screen.query else "Tracks"
    return t"""
        <h2>{title}</h2>
        <span class="sub" id="more">{more(*screen.unsaved)}</span>"""


def more(tracks: int, size_: int) -> str:
    """`4 more · 46.1 MB`."""
    return joined(f"{tracks:,} more", size(size_)) if tracks else "All on this device"


def keep_all(screen: Screen) -> Template | None:
    """Save all that is listed; not while many are being saved."""
    if screen.saves.going or not screen.can_save or not screen.unsaved[0] or screen.net is Net.OFFLINE:
        return None
    return t"""
        <button type="button" class="btn plain" data-do="keep-all" aria-describedby="more">
          {jar("streams")}<span>Save all offline</span>
        </button>"""
