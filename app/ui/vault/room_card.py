"""The vault's limits: how much the player may retain, when, and what it has been good for."""

from __future__ import annotations

from string.templatelib import Template

from app.model.vault.limits import MB
from app.model.wording import of, plural, size
from app.ui.glyphs import icon
from app.ui.screen import RoomState


def room(state: RoomState) -> Template:
    """The card."""
    return t"""
        <section class="card" aria-labelledby="room">
          <h2 id="room">{icon("scale")}Room</h2>
          <p>What you kept by hand stays until you remove it. What you listen to may stay too, within a
            budget.</p>
          <div class="field">
            <label for="budget">Budget in MB</label>
            <input id="budget" type="number" inputmode="numeric" min="0" step="1" data-change="budget"
              data-value="{state.limits.budget // MB}">
          </div>
          {used(state)}
          {switch("automatic", "Make room automatically", state.limits.automatic)}
          {switch("unmetered", "Only on unmetered connections", state.limits.unmetered)}
          <p class="fine">{plays(state)} Only what the server still has may go, favourites last.</p>
        </section>"""


def used(state: RoomState) -> Template:
    """How much of the budget is used."""
    budget = state.limits.budget
    words = f"{of(state.bytes, budget)} used" if budget else f"{size(state.bytes)} used"
    return t"""
        <div class="meter">
          <progress max="{budget or 1}" value="{min(state.bytes, budget)}"
            aria-label="Budget used"></progress>
          <span>Retained while streaming: {plural(state.items, "item")} · {words}</span>
        </div>"""


def switch(verb: str, name: str, on: bool) -> Template:
    """One thing to allow or not."""
    return t"""
        <div class="field">
          <label for="{verb}">{name}</label>
          <input id="{verb}" type="checkbox" role="switch" class="switch" data-change="{verb}"
            data-checked="{str(on).lower()}">
        </div>"""


def plays(state: RoomState) -> str:
    """How often it was here already."""
    if not state.here + state.streamed:
        return "Nothing was played yet."
    here, streamed = plural(state.here, "time"), plural(state.streamed, "time")
    return f"Played from this device {here}, streamed {streamed}."
