"""What to say of an asset and what to offer: the same in the list, the player and the vault."""

from __future__ import annotations

from string.templatelib import Template

from app.model.saves.transfer import Stage, Transfer
from app.model.vault.badge import Badge
from app.model.wording import joined, left, of, size
from app.ui.glyphs import KINDS, badge_jar, filling
from app.ui.screen import Row

ACTS = {
    Badge.STREAMS: ("keep", "Save", " offline"),
    Badge.KEPT: ("remove", "Remove", " from this device"),
    Badge.ONLY: ("remove", "Remove", " from this device"),
    Badge.MISSING: ("refetch", "Fetch", " again"),
}
"""What the jar does, and its name around the title."""


def under_way(transfer: Transfer | None) -> bool:
    """Whether a save is running or waiting to."""
    return transfer is not None and transfer.stage is not Stage.FAILED


def state(row: Row) -> Template:
    """The state column: a word, then a number."""
    if row.transfer and under_way(row.transfer):
        return saving(row.transfer)
    return word(KINDS[row.badge], row.badge.value, number(row))


def word(kind: str, text: str, under: str) -> Template:
    """A word in the colour of its kind, and what stands under it."""
    return t"""
        <div class="state">
          <span class="badge b-{kind}">{text}</span>
          <span class="sub">{under}</span>
        </div>"""


def number(row: Row) -> str:
    """What stands under the word of an asset that is not being saved."""
    if not row.playable and row.badge is not Badge.ELSEWHERE:
        return "Not while offline"
    if row.badge is Badge.MISSING:
        return "Fetch again"
    if row.transfer and row.badge is Badge.STREAMS:
        return "Not saved: try again"
    return size(row.asset.size) if row.asset.size else ""


def saving(transfer: Transfer) -> Template:
    """A save on its way, in bytes."""
    return t"""
        <div class="state saving">
          <span class="badge b-saving">{saving_word(transfer)}</span>
          <progress max="100" value="{transfer.percent}" aria-label="Saving {transfer.title}"></progress>
          <span class="sub">{saving_number(transfer)}</span>
        </div>"""


def saving_word(transfer: Transfer) -> str:
    """`Saving 42 %`, or why it does not move."""
    if transfer.stage is Stage.RUNNING:
        return f"Saving {transfer.percent} %"
    return f"Held at {transfer.percent} %" if transfer.stage is Stage.OFFLINE else "Waiting to save"


def saving_number(transfer: Transfer) -> str:
    """`5.9 of 14.1 MB · 9 s left`."""
    if transfer.stage is Stage.RUNNING:
        return joined(of(transfer.done, transfer.total), left(transfer.seconds_left))
    return of(transfer.done, transfer.total) if transfer.done else size(transfer.total)


def jar_button(row: Row, *, can_save: bool) -> Template | None:
    """The jar is the button: save, cancel, remove or fetch again. None where none of them can be done."""
    if row.badge is Badge.ELSEWHERE:
        return None
    verb, before, after = ACTS[row.badge]
    glyph = badge_jar(row.badge)
    if row.transfer and under_way(row.transfer):
        verb, before, after, glyph = "cancel", "Cancel saving", "", filling(row.transfer.percent)
    elif verb in ("keep", "refetch") and not (can_save and row.playable):
        return None
    return t"""
        <button type="button" class="btn jarbtn" data-do="{verb}" data-key="{row.asset.key}"
          aria-label="{before} {row.asset.title}{after}">{glyph}</button>"""
