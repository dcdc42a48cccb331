"""The player: a card on phones, a bar on desks."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import clock, spoken
from app.ui.cover import cover, hue
from app.ui.glyphs import icon, jar
from app.ui.screen import Phase, PlayerState, Screen
from app.ui.wave import played_wave

BOX = "0 0 300 40"
HERE = "Playing from this device"


def player(screen: Screen) -> Template:
    """The bar, out of the way while the full view is open."""
    state, asset = screen.player, screen.player.asset
    return t"""
        <section class="player" role="region" aria-label="Player" data-hue="{hue(asset and asset.hue)}"
          ?hidden={state.open}>
          <div class="pl-open">
            <button type="button" data-do="open-player" data-back="close-player" aria-label="Show now playing"
              ?disabled={asset is None}>
              {cover(state.cover, 56)}
            </button>
            <div class="who">
              <span class="title">{asset.title if asset else "Nothing playing"}</span>
              <span class="by src">{source(state) if asset else hint(screen)}</span>
            </div>
          </div>
          {transport(state)}
          <div class="seek">
            <span class="time">{clock(state.position)}</span>
            {scrub(state)}
            <span class="time">{clock(state.duration)}</span>
          </div>
          {volume(state)}
        </section>"""


def hint(screen: Screen) -> Template | None:
    """How to begin, once there is something to begin with."""
    return t"<span>Press a cover to play it</span>" if screen.phase is Phase.READY else None


def source(state: PlayerState) -> Template:
    """Where the sound comes from; until that is known, who plays."""
    if not state.source:
        return t"<span>{state.asset and state.asset.artist}</span>"
    return t"{jar('kept') if state.source == HERE else icon('radio')}<span>{state.source}</span>"


def transport(state: PlayerState, *, first: bool = False) -> Template:
    """Previous, play or pause, next. `first`: the middle one has the focus when the view opens."""
    idle = state.asset is None
    name, glyph = ("Pause", "pause") if state.playing else ("Play", "play")
    return t"""
        <div class="transport">
          <button type="button" class="btn ghost" data-do="previous" aria-label="Previous" ?disabled={idle}>
            {icon("skip-back", solid=True)}
          </button>
          <button type="button" class="btn play" data-do="toggle" aria-label="{name}" ?autofocus={first}
            ?disabled={idle}>
            {icon(glyph, solid=True)}
          </button>
          <button type="button" class="btn ghost" data-do="next" aria-label="Next" ?disabled={idle}>
            {icon("skip-forward", solid=True)}
          </button>
        </div>"""


def scrub(state: PlayerState) -> Template:
    """A native range over the real waveform, over a plain line when there is none.

    `--at` of its frame is how much was played.
    """
    title = state.asset.title if state.asset else ""
    bars = played_wave(state.wave, title, BOX) if state.wave else None
    at = state.position / state.duration if state.duration else 0
    return t"""
        <div class="scrub {"" if bars else "plain"}" data-at="{at:.4f}">
          {bars}
          <input type="range" data-input="scrub" data-change="seek" aria-label="Position"
            min="0" max="{max(state.duration, 0.1):.1f}" step="0.1" data-value="{state.position:.1f}"
            aria-valuetext="{spoken(state.position)} of {spoken(state.duration)}"
            ?disabled={state.asset is None}>
        </div>"""


def volume(state: PlayerState) -> Template:
    """How loud."""
    return t"""
        <div class="vol" data-at="{state.volume:.2f}">
          {icon("volume-1")}
          <input type="range" data-input="volume" aria-label="Volume" min="0" max="1" step="0.01"
            data-value="{state.volume:.2f}" aria-valuetext="{round(100 * state.volume)} %">
        </div>"""
