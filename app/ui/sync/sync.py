"""The Sync view: what waits to go, what was refused and what to do about it."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, plural
from app.ui.glyphs import icon, jar
from app.ui.html import Listing, Part
from app.ui.notices import note
from app.ui.screen import Net, Screen
from app.ui.sync.conflict import conflicts
from app.ui.sync.outgoing import not_taken, outgoing
from app.ui.sync.state import OpLine, SyncState, changes

STAYS = "Each change stays in this browser until the server has confirmed it."


def sync(screen: Screen) -> Template:
    """The whole view."""
    state = screen.sync
    return t"""
        <section class="sync" aria-label="Sync">
          <div class="top">
            <div class="top-t">
              <h1>Sync</h1>
              <p class="lede" data-passing>{lede(state)}</p>
            </div>
            <div class="top-a">
              <button type="button" class="btn primary" data-do="sync-now">
                {icon("refresh-cw")}<span>Sync now</span>
              </button>
            </div>
          </div>
          {hitch(screen)}
          <div class="syncgrid">
            <div class="needs">{needs(state)}</div>
            <div class="goes">
              {waiting(state) if state.ops else None}
              {outgoing(state.out) if state.out.files else None}
              {None if state.ops or state.out.files else nothing_waits(state)}
            </div>
          </div>
        </section>"""


def needs(state: SyncState) -> Listing:
    """What a person has to see to."""
    parts = (
        ("torn", conflicts(state.conflicts) if state.conflicts else None),
        ("parked", parked(state.refused) if state.refused else None),
        ("not-taken", not_taken(state.out.refused) if state.out.refused else None),
    )
    return Listing(tuple((key, part) for key, part in parts if part))


def lede(state: SyncState) -> str:
    """`3 changes waiting · last success 12 minutes ago`."""
    some = f"{changes(state.waiting)} waiting" if state.waiting else "Nothing waits"
    last = f"last success {state.last} ago" if state.last else "none yet since this page was opened"
    files = f"{plural(state.out.files, 'file')} to send" if state.out.files else ""
    return joined(some if state.waiting or not files else "", files, last)


def hitch(screen: Screen) -> Template | None:
    """Why nothing goes at the moment."""
    if screen.sync.trouble:
        return note("info", screen.sync.trouble, None)
    if screen.net is Net.OFFLINE:
        text = "The server can’t be reached. What you change here is kept, and goes as soon as it answers."
        return note("cloud-off", text, None)
    return None


def parked(refused: tuple[OpLine, ...]) -> Template:
    """Changes that the server will not take as they are."""
    return t"""
        <section aria-labelledby="parked">
          <div class="listhead">
            <h2 id="parked">Refused by the server</h2>
            <button type="button" class="btn text" data-do="retry-ops">Retry all</button>
          </div>
          {Listing(tuple((each.key, Part(card, (each,))) for each in refused))}
        </section>"""


def card(line: OpLine) -> Template:
    """One of them, and what can be done."""
    name = "op-" + line.key.replace("/", "-")
    return t"""
        <article class="card" aria-labelledby="{name}">
          <div class="cardhead">
            <span class="tag missing">Refused</span>
            <span class="when">{line.when}</span>
          </div>
          <h3 id="{name}">{line.title}: {line.what}</h3>
          <p>{line.reason} It is still here.</p>
          <div class="buttons">
            <button type="button" class="btn plain" data-do="retry-op" data-key="{line.key}"
              aria-describedby="{name}">{icon("refresh-cw")}<span>Retry</span></button>
            <a class="btn plain" href="{line.file}" download="larder-change.json"
              aria-describedby="{name}">Save as file</a>
            <button type="button" class="btn text" data-do="discard-op" data-key="{line.key}"
              aria-describedby="{name}">Discard</button>
          </div>
        </article>"""


def waiting(state: SyncState) -> Template:
    """What goes with the next exchange."""
    return t"""
        <section class="waiting" aria-labelledby="waiting">
          <h2 id="waiting">Waiting to go <span class="count">{state.waiting:,}</span></h2>
          <ul class="ops" aria-labelledby="waiting">
            {Listing(tuple((each.key, Part(row, (each,))) for each in state.ops))}
          </ul>
          <p class="fine">{more(state)}{STAYS}</p>
        </section>"""


def more(state: SyncState) -> str:
    """How many are not listed."""
    rest = state.waiting - len(state.ops)
    return f"And {changes(rest)} more. " if rest > 0 else ""


def row(line: OpLine) -> Template:
    """One change."""
    return t"""
        <li>
          <span class="who">
            <span class="title">{line.title}</span>
            <span class="by">{line.what}</span>
          </span>
          <span class="when">{line.when}</span>
        </li>"""


def nothing_waits(state: SyncState) -> Template:
    """All has gone."""
    said = "What you change here, also without the server, reaches it and your other devices."
    return t"""
        <div class="empty">
          {jar("kept" if state.last else "streams")}
          <h2>{"Everything has reached the server" if state.last else "Nothing waits to go"}</h2>
          <p>{said}</p>
        </div>"""
