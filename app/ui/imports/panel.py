"""Importing: what begins it, how far it is, and what was left out by name."""

from __future__ import annotations

from string.templatelib import Template

from app.core.imports.importer import Refused
from app.model.saves.transfer import Transfer
from app.model.wording import joined, left, of, plural
from app.ui.glyphs import icon, jar
from app.ui.html import Listing
from app.ui.imports.state import Imports


def import_button(weight: str = "plain") -> Template:
    """Opens the file chooser."""
    return t"""
        <button type="button" class="btn {weight} import" data-do="choose-files">
          {icon("folder-input")}<span>Import</span>
        </button>"""


def imports_panel(imports: Imports) -> Template:
    """All of it; what is said politely is there from the start."""
    panel = None
    if imports.seen:
        panel = t"""
            <section class="imp" role="region" aria-label="Import">
              {progress(imports) if imports.going else None}
              {outcome(imports)}
            </section>"""
    return t"""
        <p class="vh" role="status" aria-label="Import">{imports.status}</p>
        {panel}"""


def progress(imports: Imports) -> Template:
    """Files, bytes and time left, those on their way, and stopping it."""
    what = f"Importing {plural(imports.files, 'file')}"
    rows = Listing(tuple((each.key, arrival(each)) for each in imports.running))
    return t"""
        <div class="imp-t"><h2>{what}</h2><span class="sub">{left(imports.seconds_left)}</span></div>
        <progress max="{imports.total or 1}" value="{imports.done}" aria-label="{what}"></progress>
        <p class="sub">{numbers(imports)}</p>
        <ul class="impl" role="list" aria-label="Files on their way">{rows}</ul>
        <div class="buttons">
          <button type="button" class="btn plain" data-do="cancel-imports"
            aria-label="Cancel the import">Cancel</button>
          <span class="sub">What is already in stays in.</span>
        </div>"""


def numbers(imports: Imports) -> str:
    """`412 of 1,000 · 2.9 of 7.1 GB · 3 were already here`."""
    known = f"{imports.known:,} {'was' if imports.known == 1 else 'were'} already here"
    return joined(
        f"{imports.over:,} of {imports.files:,}",
        of(imports.done, imports.total),
        known if imports.known else "",
    )


def arrival(transfer: Transfer) -> Template:
    """One file on its way, in bytes."""
    return t"""
        <li>
          <div class="who">
            <span class="title">{transfer.title}</span>
            <span class="by">{of(transfer.done, transfer.total)}</span>
          </div>
          <progress max="{transfer.total or 1}" value="{transfer.done}"
            aria-label="Importing {transfer.title}"></progress>
          <button type="button" class="btn ghost" data-do="cancel-import" data-key="{transfer.key}"
            aria-label="Cancel importing {transfer.title}">{icon("x")}</button>
        </li>"""


def outcome(imports: Imports) -> Template | None:
    """What was left out, and why; nothing while all goes well."""
    if not (imports.failed or imports.full):
        return None
    rows = Listing(tuple((str(at), refusal(each)) for at, each in enumerate(imports.refused)))
    more = imports.failed - len(imports.refused)
    dismiss = t"""
        <div class="buttons">
          <button type="button" class="btn plain" data-do="dismiss-imports"
            aria-label="Dismiss the import">Dismiss</button>
        </div>"""
    return t"""
        <div class="left-out">
          <h2>{jar("missing")}<span>{imports.summary}</span></h2>
          {t'<p class="why">{imports.full}</p>' if imports.full else None}
          <ul class="impl" role="list" aria-label="Not imported">{rows}</ul>
          {t'<p class="sub">and {more:,} more</p>' if more else None}
          {None if imports.going else dismiss}
        </div>"""


def refusal(refused: Refused) -> Template:
    """One of them, by name, with its reason; it was left where it was."""
    return t"""
        <li>
          <div class="who">
            <span class="title">{refused.name}</span>
            <span class="by">{refused.reason}</span>
          </div>
        </li>"""


def drop_here(shown: bool) -> Template | None:
    """What is said while files are held over the page."""
    if not shown:
        return None
    return t"""
        <div class="drop" data-passing aria-hidden="true">
          <p>{icon("folder-input")}<span>Drop to import</span></p>
        </div>"""
