"""Bytes on their way up, in the Sync view: the one that moves, what waits, what the server does not take."""

from __future__ import annotations

from string.templatelib import Template

from app.core.uploads.uploads import Refused, Upload
from app.model.wording import joined, left, of, plural
from app.ui.glyphs import icon
from app.ui.html import Listing
from app.ui.notices import note
from app.ui.sync.state import Outgoing

PAUSED = "Sending is paused. What was brought in here is only on this device until it has arrived."


def outgoing(out: Outgoing) -> Template:
    """What goes up, how far it is, and stopping it for a while."""
    verb, label, glyph = "hold", "Pause sending", "pause"
    if out.paused:
        verb, label, glyph = "send", "Go on sending", "play"
    return t"""
        <section class="waiting" aria-labelledby="sending">
          <h2 id="sending">Files to send <span class="count">{out.files:,}</span></h2>
          {hold_up(out)}
          {moving(out.going, out.seconds_left) if out.going else None}
          <p class="fine">{waits(out)}</p>
          <div class="buttons">
            <button type="button" class="btn plain" data-do="{verb}-files">
              {icon(glyph, solid=True)}<span>{label}</span>
            </button>
          </div>
        </section>"""


def hold_up(out: Outgoing) -> Template | None:
    """Why nothing goes at the moment."""
    if out.paused:
        return note("pause", PAUSED, None)
    return note("info", out.full, None) if out.full else None


def moving(upload: Upload, seconds_left: float | None) -> Template:
    """The one that moves."""
    title = upload.asset.title
    return t"""
        <div class="moving">
          <div class="who">
            <span class="title">{title}</span>
            <span class="by">{joined(f"{of(upload.done, upload.total)} sent", left(seconds_left))}</span>
          </div>
          <progress max="{upload.total or 1}" value="{upload.done}" aria-label="Sending {title}"></progress>
        </div>"""


def waits(out: Outgoing) -> str:
    """How many come after it, and what that means."""
    after = f"{plural(out.ahead, 'file')} {'waits' if out.ahead == 1 else 'wait'}" if out.ahead else ""
    return joined(after, "Until a file has arrived, your other devices see its name and can’t play it.")


def not_taken(refused: tuple[Refused, ...]) -> Template:
    """Files that the server will not have."""
    cards = Listing(tuple((each.asset.key, card(each)) for each in refused))
    return t"""
        <section aria-labelledby="not-taken">
          <div class="listhead">
            <h2 id="not-taken">Files the server did not take</h2>
            <button type="button" class="btn text" data-do="send-files">Retry sending</button>
          </div>
          {cards}
        </section>"""


def card(refused: Refused) -> Template:
    """One of them."""
    return t"""
        <article class="card" aria-label="{refused.asset.title}">
          <div class="cardhead"><span class="tag missing">Not sent</span></div>
          <h3>{refused.asset.title}</h3>
          <p>{refused.reason} It is still on this device, and plays here.</p>
        </article>"""
