"""Now playing: the player as a whole page, tinted by its cover, with what comes next."""

from __future__ import annotations

from string.templatelib import Template

from app.model.asset import Asset
from app.model.wording import clock
from app.ui.cover import cover, hue
from app.ui.glyphs import badge_jar, filling, icon
from app.ui.html import Listing
from app.ui.notices import notices
from app.ui.player import scrub, source, transport, volume
from app.ui.screen import PlayerState, Row, Screen
from app.ui.state import jar_button, under_way


def now(screen: Screen) -> Template:
    """The full view; a dialog, so that what is behind it keeps its place."""
    state, asset = screen.player, screen.player.asset
    inside = full(screen, asset) if state.open and asset else None
    return t"""
        <dialog class="nowpage" data-page aria-label="Now playing" data-close="close-player"
          data-open="{"" if inside else None}" data-hue="{hue(asset and asset.hue)}">{inside}</dialog>"""


def full(screen: Screen, asset: Asset) -> Template:
    """What is in it."""
    state = screen.player
    art = cover(state.art or state.cover, 400, f"Cover of {asset.album or asset.title}")
    return t"""
        <section class="now" role="region" aria-label="Player">
          <div class="now-top">
            <button type="button" class="btn ghost" data-do="close-player" aria-label="Close now playing">
              {icon("chevron-down")}
            </button>
            <span class="from">{asset.album}</span>
            <span class="hole"></span>
          </div>
          <div class="now-art">{art}</div>
          <div class="now-body">
            {who(screen, asset)}
            {place(state)}
            {transport(state, first=True)}
            {volume(state)}
            {up_next(state)}
          </div>
        </section>
        {notices(screen)}"""


def who(screen: Screen, asset: Asset) -> Template:
    """What plays, with its jar."""
    state = screen.player
    row = Row(asset, state.badge, state.transfer)
    return t"""
        <div class="now-who">
          <div class="who">
            <h1 class="title">{asset.title}</h1>
            <span class="by">{asset.artist}</span>
          </div>
          {heart(asset, favourite=state.favourite)}
          {jar_button(row, can_save=screen.can_save)}
        </div>"""


def heart(asset: Asset, *, favourite: bool) -> Template:
    """What makes it a favourite, or one no longer."""
    return t"""
        <button type="button" class="btn ghost heart" data-do="favourite" data-key="{asset.key}"
          aria-label="Favourite" aria-pressed="{"true" if favourite else "false"}">
          {icon("heart", solid=favourite)}
        </button>"""


def place(state: PlayerState) -> Template:
    """Where it is and where the sound comes from."""
    return t"""
        <div class="seek">
          {scrub(state)}
          <span class="time">{clock(state.position)}</span>
          <span class="src">{source(state)}</span>
          <span class="time">{clock(state.duration)}</span>
        </div>"""


def up_next(state: PlayerState) -> Template | None:
    """The next few, and how many more."""
    if not state.queue:
        return None
    more = state.ahead - len(state.queue)
    return t"""
        <section class="next" aria-labelledby="next">
          <h2 id="next">Up next</h2>
          <ul class="queue" role="list" aria-label="Up next">
            {Listing(tuple((row.asset.key, queued(row)) for row in state.queue))}
          </ul>
          <p class="fine">{f"and {more:,} more" if more > 0 else None}</p>
        </section>"""


def queued(row: Row) -> Template:
    """One of the next few."""
    asset = row.asset
    glyph = badge_jar(row.badge)
    if row.transfer and under_way(row.transfer):
        glyph = filling(row.transfer.percent)
    return t"""
        <li data-hue="{hue(asset.hue)}" aria-label="{asset.title}">
          <button type="button" class="art" data-do="play" data-key="{asset.key}"
            aria-label="Play {asset.title}">
            {cover(row.cover, 44)}
          </button>
          <span class="who">
            <span class="title">{asset.title}</span>
            <span class="by">{asset.artist}</span>
          </span>
          {glyph}
          <span class="dur">{clock(asset.duration) if asset.duration else ""}</span>
        </li>"""
