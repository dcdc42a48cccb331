"""The library without a list: before it came, with nothing in it, out of reach, or nothing that fits."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.glyphs import icon, jar
from app.ui.html import Listing
from app.ui.imports.panel import import_button

SKELETON_ROWS = 7


def loading() -> Template:
    """Before the very first list; after that the library as last seen is shown at once."""
    rows = Listing(tuple((str(place), skeleton()) for place in range(SKELETON_ROWS)))
    return t"""
        <div role="status" aria-label="Loading the library">
          <span class="vh">Loading the library</span>
          <ul class="tracks" aria-hidden="true">{rows}</ul>
        </div>"""


def skeleton() -> Template:
    """The shape of a row."""
    return t"""
        <li class="skel">
          <span class="s-art"></span><span class="s-lines"><i></i><i></i></span><span class="s-jar"></span>
        </li>"""


def shelves() -> Template:
    """Three jars on a shelf, the middle one with bars in it."""
    return t"""
        <svg class="emptyart" viewBox="0 0 260 120" aria-hidden="true">
          <path class="ln" d="M6 112h248"/>
          <path class="j"
            d="M34 46h30M30 56h38c5 4 9 8 9 15v29a8 8 0 0 1-8 8H29a8 8 0 0 1-8-8V71c0-7 4-11 9-15z"/>
          <path class="j"
            d="M196 56h30M192 66h38c5 4 9 7 9 14v20a8 8 0 0 1-8 8h-40a8 8 0 0 1-8-8V80c0-7 4-10 9-14z"/>
          <path class="j2"
            d="M112 18h36M108 29h44c6 5 10 9 10 17v53a9 9 0 0 1-9 9h-46a9 9 0 0 1-9-9V46c0-8 4-12 10-17z"/>
          <path class="bars" d="M116 98V84M124 98V66M132 98V76M140 98V58M146 98V80"/>
        </svg>"""


def look_again(label: str, weight: str = "primary") -> Template:
    """Asks once more."""
    return t"""
        <button type="button" class="btn {weight}" data-do="reload">
          {icon("rotate-cw")}<span>{label}</span>
        </button>"""


def empty(*, can_save: bool) -> Template:
    """The server answered, and its folder holds nothing; nor was anything brought in."""
    invitation = "Import music of your own, or drop it anywhere on this page."
    return t"""
        <div class="empty">
          {shelves()}
          <h2>The shelves are empty</h2>
          <p>{invitation if can_save else None} What is put into the server’s folder appears here when you
            look again.</p>
          <div class="buttons">
            {import_button("primary") if can_save else None}
            {look_again("Look again", "plain" if can_save else "primary")}
          </div>
          <p class="fine"><code>make run MEDIA=~/Music</code></p>
        </div>"""


def reading() -> Template:
    """The server reads its folder, and has found nothing so far."""
    return t"""
        <div class="empty">
          {shelves()}
          <h2>The folder is being read</h2>
          <p role="status" aria-label="Reading">The server has found no music so far, and is still looking.
            What it finds appears here by itself.</p>
        </div>"""


def unreached() -> Template:
    """No list was ever seen here, and the server does not answer."""
    return t"""
        <div class="empty">
          {shelves()}
          <h2>The server can’t be reached</h2>
          <p role="alert">This browser has not seen the library yet, so there is nothing to show; nothing is
            lost. Start serve.py, then try again.</p>
          {look_again("Try again")}
        </div>"""


def nothing_found(query: str) -> Template:
    """A search that fits nothing."""
    return t"""
        <div class="empty">
          <h2>Nothing called “{query}”</h2>
          <p>Search looks at titles, artists and albums, also while offline.</p>
          <button type="button" class="btn plain" data-do="search">Clear the search</button>
        </div>"""


def nothing_kept() -> Template:
    """An empty vault."""
    return t"""
        <div class="empty">
          {jar("streams")}
          <h2>Nothing is kept yet</h2>
          <p>Press the jar beside a track: it is then saved in this browser and plays without the server.</p>
          <a class="btn plain" href="#/library">Go to the library</a>
        </div>"""
