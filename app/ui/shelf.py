"""The shelf: albums standing on a board, each with a jar as full as the album is kept."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.cover import cover, hue
from app.ui.glyphs import filling, jar
from app.ui.html import Listing, Part
from app.ui.screen import Sleeve


def shelf(sleeves: tuple[Sleeve, ...]) -> Template | None:
    """The albums, or nothing when there are none."""
    if not sleeves:
        return None
    nodes = tuple((standing.first, Part(sleeve, (standing,))) for standing in sleeves)
    return t"""
        <section class="shelf" aria-labelledby="albums">
          <h2 id="albums" class="vh">Albums</h2>
          <ul role="list" aria-label="Albums">{Listing(nodes)}</ul>
        </section>"""


def sleeve(album: Sleeve) -> Template:
    """One album; pressing it plays it."""
    return t"""
        <li data-hue="{hue(album.hue)}">
          <button type="button" class="sleeve" data-do="play-album" data-key="{album.first}"
            aria-label="Play the album {album.album}">{cover(album.cover, 136, far=True)}</button>
          <div class="cap">
            <span class="title">{album.album}</span>
            <span class="by">{kept_jar(album)}<span>{kept_words(album)}</span></span>
          </div>
        </li>"""


def kept_jar(album: Sleeve) -> Template:
    """As full as the album is kept."""
    if album.kept == album.tracks:
        return jar("kept")
    return filling(100 * album.kept / album.tracks) if album.kept else jar("bare")


def kept_words(album: Sleeve) -> str:
    """The same in words; of an album that only streams, who made it."""
    if album.kept == album.tracks:
        return "Kept"
    return f"{album.kept} of {album.tracks} kept" if album.kept else album.artist
