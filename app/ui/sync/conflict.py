"""Two sides of a record, side by side, and the choice between them."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined
from app.ui.html import Listing, Part
from app.ui.sync.state import ConflictCard, Side

SAFE = "Both are safe. The server’s keeps the name; yours lies beside it as a copy."


def conflicts(cards: tuple[ConflictCard, ...]) -> Template:
    """Every one that nobody has decided."""
    return t"""
        <section aria-labelledby="torn">
          <h2 id="torn">Changed in two places</h2>
          {Listing(tuple((each.key, Part(card, (each,))) for each in cards))}
        </section>"""


def card(conflict: ConflictCard) -> Template:
    """One of them."""
    name = "cf-" + conflict.key.replace("/", "-")
    buttons = (
        choice("keep-both", "primary", "Keep both", conflict.key, name),
        choice("use-mine", "plain", "Use mine", conflict.key, name),
        choice("use-theirs", "plain", "Use the server’s", conflict.key, name),
    )
    return t"""
        <article class="card conflict" aria-labelledby="{name}">
          <div class="cardhead"><span class="tag only">Needs you</span></div>
          <h3 id="{name}">“{conflict.title}” was changed in two places</h3>
          <p>{SAFE}</p>
          <div class="versus">
            {version("mine", "Yours", joined(conflict.device, conflict.when), conflict.mine)}
            {version("theirs", "On the server", "", conflict.theirs)}
          </div>
          <div class="buttons">{Listing(tuple((str(at), each) for at, each in enumerate(buttons)))}</div>
        </article>"""


def version(kind: str, heading: str, by: str, sides: tuple[Side, ...]) -> Template:
    """What one side says; where they differ is washed, and said."""
    return t"""
        <div class="ver {kind}">
          <h4>{heading}</h4>
          {t'<p class="when">{by}</p>' if by else None}
          <dl>{Listing(tuple((each.label, field(each)) for each in sides))}</dl>
        </div>"""


def field(side: Side) -> Template:
    """One field."""
    differs = t'<span class="vh"> (differs)</span>' if side.differs else None
    return t"""
        <div class="{"diff" if side.differs else None}">
          <dt>{side.label}{differs}</dt>
          <dd>{side.text or "None"}</dd>
        </div>"""


def choice(verb: str, kind: str, label: str, key: str, name: str) -> Template:
    """One thing to do about it."""
    return t"""
        <button type="button" class="btn {kind}" data-do="{verb}" data-key="{key}"
          aria-describedby="{name}">{label}</button>"""
