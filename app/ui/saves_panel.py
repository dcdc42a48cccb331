"""The panel of the queue: how far it is, pausing and going on, and what failed by name."""

from __future__ import annotations

from string.templatelib import Template

from app.model.saves.transfer import Transfer
from app.model.wording import joined, left, of, plural
from app.ui.glyphs import icon, jar
from app.ui.html import Listing
from app.ui.saves import Saves


def saves_panel(saves: Saves) -> Template:
    """All of it; what is said politely is there from the start."""
    panel = None
    if saves.going or saves.failed:
        panel = t"""
            <section class="saves" role="region" aria-label="Saves">
              {progress(saves) if saves.going else None}
              {failures(saves) if saves.failed else None}
            </section>"""
    return t"""
        <p class="vh" role="status" aria-label="Saves">{saves.status}</p>
        {panel}"""


def progress(saves: Saves) -> Template:
    """Items, bytes and time left, and what can be done about them."""
    verb, label, glyph = ("resume", "Resume", "play") if saves.paused else ("pause", "Pause", "pause")
    doing = "Paused at" if saves.paused else "Saving"
    return t"""
        <div class="bulk">
          <span class="badge b-saving">{doing} {saves.saved:,} of {saves.items:,}</span>
          <progress max="{saves.total or 1}" value="{saves.done}"
            aria-label="Saving {plural(saves.items, "track")}"></progress>
          <span class="sub">{joined(of(saves.done, saves.total), left(saves.seconds_left))}</span>
        </div>
        <p class="why">{saves.paused or following(saves)}</p>
        <div class="buttons">
          <button type="button" class="btn plain" data-do="{verb}-saving">
            {icon(glyph, solid=True)}<span>{label} saving</span>
          </button>
          <button type="button" class="btn text" data-do="cancel-all">Cancel all</button>
        </div>"""


def following(saves: Saves) -> str | None:
    """Who is next."""
    return f"Next: {', '.join(f'“{title}”' for title in saves.ahead)}" if saves.ahead else None


def failures(saves: Saves) -> Template:
    """What could not be saved, and trying it again."""
    rows = Listing(tuple((each.key, failure(each)) for each in saves.failures))
    return t"""
        <div class="unsaved">
          <h3>{jar("missing")}<span>{plural(saves.failed, "track")} could not be saved</span></h3>
          <ul role="list" aria-label="Not saved">{rows}</ul>
          <div class="buttons">
            <button type="button" class="btn plain" data-do="retry-all">Retry all</button>
            <button type="button" class="btn text" data-do="dismiss-all">Dismiss all</button>
          </div>
        </div>"""


def failure(transfer: Transfer) -> Template:
    """One of them, by name, with its reason."""
    return t"""
        <li>
          <div><b>{transfer.title}</b> <span class="why">{transfer.reason}</span></div>
          <button type="button" class="btn text" data-do="retry" data-key="{transfer.key}"
            aria-label="Retry saving {transfer.title}">Retry</button>
          <button type="button" class="btn text" data-do="dismiss-failure" data-key="{transfer.key}"
            aria-label="Dismiss {transfer.title}">Dismiss</button>
        </li>"""
