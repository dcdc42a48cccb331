"""Will it stay? What the browser promises, and what it says it holds."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import size
from app.ui.glyphs import icon
from app.ui.screen import VaultState

PROMISES = {
    "granted": "Yes. The browser has promised not to clear Larder’s storage on its own. "
    "Only you can remove it: here, or by clearing this site’s data.",
    "not granted": "Probably. The browser has not promised it: it may clear this storage when space runs "
    "low. Using Larder often, or installing it, makes it more likely to agree.",
    "not asked yet": "The browser is asked at the first save. "
    "Until then it may clear this storage when space runs low.",
    "not supported": "Nobody can say. This browser has no way to promise it, "
    "and may clear this storage when space runs low.",
}
IN_MEMORY = "No. This browser lets Larder store nothing here: what you save is gone when this tab closes."


def stay(state: VaultState) -> Template:
    """What the browser promises."""
    promise = IN_MEMORY if state.stored_in == "memory" else PROMISES.get(state.persistence, "")
    return t"""
        <section class="card" aria-labelledby="stay">
          <h2 id="stay">{icon("shield-check")}Will it stay?</h2>
          <p>{promise}</p>
          <ul class="facts" role="list">
            <li><span>Persistent storage:</span> <b>{state.persistence}</b></li>
            <li><span>Stored in:</span> <b>{state.stored_in}</b></li>
            {estimate(state)}
          </ul>
          {caution(state)}
        </section>"""


def estimate(state: VaultState) -> Template | None:
    """What the browser says it holds and allows, where it says so."""
    if state.estimate is None:
        return None
    used, quota = state.estimate
    return t"<li><span>Browser estimate:</span> <b>{size(used)} of {size(quota)}</b></li>"


def caution(state: VaultState) -> Template | None:
    """Why the two numbers differ."""
    if state.estimate is None:
        return None
    return t"""
        <p class="fine">The estimate is the browser’s own and covers more than the vault.
          {size(state.bytes + state.room.bytes)} is our count, byte by byte.</p>"""
