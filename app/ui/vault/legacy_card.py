"""The vault of an earlier system: looked at first, brought over, undone or let go."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import of, plural, size
from app.ui.glyphs import icon
from app.ui.html import Listing
from app.ui.screen import LegacyState


def legacy(state: LegacyState | None) -> Template | None:
    """The card; None when no earlier system left anything here."""
    if state is None:
        return None
    said = Listing(tuple((text, t"<p>{text}</p>") for text in state.said))
    return t"""
        <div class="cards">
          <section class="card" aria-labelledby="legacy">
            <h2 id="legacy">{icon("library")}Earlier library</h2>
            <div role="status" aria-label="Earlier library"><p>{headline(state)}</p>{said}</div>
            {progress(state.running) if state.running else None}
            <div class="buttons">{buttons(state)}</div>
          </section>
        </div>"""


def headline(state: LegacyState) -> str:
    """Where it stands."""
    if state.running:
        return "It is being brought over, one item after the other. Playing goes on meanwhile."
    if state.items:
        return f"An earlier offline library was found: {plural(state.items, 'item')}, {size(state.bytes)}."
    if state.copied:
        return (
            "The earlier offline library was brought over, and every byte was read again. "
            f"Its old copy takes {size(state.copied)}."
        )
    return "The earlier offline library was dealt with."


def buttons(state: LegacyState) -> Listing:
    """What can be done at this point."""
    if state.running:
        return Listing((("stop", button("legacy-stop", "Stop bringing it over")),))
    offered = (
        (state.items, "legacy-look", "Look at it first"),
        (state.items, "legacy-bring", "Bring it over"),
        (state.copied, "legacy-ask", "Delete the old copy"),
        (state.brought, "legacy-undo", "Undo"),
    )
    return Listing(tuple((verb, button(verb, label)) for wanted, verb, label in offered if wanted))


def button(verb: str, label: str) -> Template:
    """One of them."""
    return t'<button type="button" class="btn plain" data-do="{verb}"><span>{label}</span></button>'


def progress(running: tuple[int, int]) -> Template:
    """Bytes brought over."""
    done, total = running
    return t"""
        <div class="meter">
          <progress max="{total or 1}" value="{done}"
            aria-label="Bringing the earlier library over"></progress>
          <span>{of(done, total)}</span>
        </div>"""
