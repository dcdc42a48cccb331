"""What asks and what lists: native dialogs, so that focus comes back to where it was."""

from __future__ import annotations

from string.templatelib import Template

from app.model.keys import SHORTCUTS
from app.ui.html import Listing
from app.ui.screen import Question


def question(asked: Question | None) -> Template:
    """Something to confirm before it happens."""
    return t"""
        <dialog class="sheet" role="alertdialog" aria-labelledby="asked" aria-describedby="why"
          data-close="answer-no" data-open="{"" if asked else None}">
          {answers(asked) if asked else None}
        </dialog>"""


def answers(asked: Question) -> Template:
    """The question and its two answers; the harmless one has the focus."""
    kind = "danger" if asked.danger else "primary"
    return t"""
        <h2 id="asked">{asked.title}</h2>
        <p id="why">{asked.text}</p>
        <div class="buttons">
          <button type="button" class="btn plain" data-do="answer-no" autofocus>Leave it</button>
          <button type="button" class="btn {kind}" data-do="answer-yes">{asked.yes}</button>
        </div>"""


def shortcuts(shown: bool) -> Template:
    """The list of keys."""
    return t"""
        <dialog class="sheet" aria-labelledby="keys" data-close="help"
          data-open="{"" if shown else None}">
          {key_list() if shown else None}
        </dialog>"""


def key_list() -> Template:
    """Key and effect."""
    lines = Listing(tuple((key, shortcut(key, effect)) for key, effect in SHORTCUTS))
    return t"""
        <h2 id="keys">Keyboard</h2>
        <dl class="keys">{lines}</dl>
        <div class="buttons">
          <button type="button" class="btn plain" data-do="help" autofocus>Close</button>
        </div>"""


def shortcut(key: str, effect: str) -> Template:
    """One key."""
    return t"<div><dt><kbd>{key}</kbd></dt><dd>{effect}</dd></div>"
