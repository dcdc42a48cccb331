"""Is the vault intact? The last check, what was found since, and what to do about it."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import of, size
from app.ui.glyphs import icon, jar
from app.ui.screen import Checkup, HealthState


def health(checkup: Checkup, state: HealthState) -> Template:
    """The last check, and the way to start one."""
    verb, name, glyph = ("check", "Check the vault", "refresh-cw")
    if checkup.running:
        verb, name, glyph = ("cancel-check", "Stop the check", "x")
    return t"""
        <section class="card" aria-labelledby="health">
          <h2 id="health">{icon("stethoscope")}Health</h2>
          <div role="status" aria-label="Vault check">{result(checkup)}</div>
          {progress(checkup) if checkup.running else None}
          <button type="button" class="btn plain" data-do="{verb}">{icon(glyph)}<span>{name}</span></button>
          {missing(state.missing) if state.missing else None}
          {unclaimed(state.unclaimed) if state.unclaimed else None}
          {quiet(state.quiet) if state.quiet else None}
          <p class="fine">A check reads every byte again and compares it with its name.
            Playing goes on meanwhile.</p>
        </section>"""


def result(checkup: Checkup) -> Template:
    """What the last check found, or that one runs."""
    if checkup.running:
        return t"<p>Reading every byte again.</p>"
    if not checkup.verdict:
        return t"<p>Not checked yet.</p>"
    kind = "kept" if checkup.sound else "missing"
    return t"""
        <div class="result r-{kind}">
          {jar(kind)}
          <div><b>{checkup.verdict}</b><span>{checkup.detail}</span></div>
        </div>"""


def progress(checkup: Checkup) -> Template:
    """Bytes re-read."""
    return t"""
        <div class="meter">
          <progress max="{checkup.total or 1}" value="{checkup.done}"
            aria-label="Checking the vault"></progress>
          <span>{of(checkup.done, checkup.total)}</span>
        </div>"""


def missing(count: int) -> Template:
    """The way to have back what was kept and is gone."""
    return t"""
        <button type="button" class="btn primary" data-do="fetch-missing">
          {icon("refresh-cw")}<span>Fetch {count:,} missing again</span>
        </button>"""


def unclaimed(bytes: int) -> Template:
    """Bytes that outlived their records."""
    return t"""
        <p>{size(bytes)} here belong to nothing in the library.
          They stay until it lists them, or you clear them.</p>
        <button type="button" class="btn plain" data-do="clear-unclaimed">Clear unclaimed</button>"""


def quiet(said: str) -> Template:
    """What was read again without being asked to."""
    return t'<p class="fine">{said}</p>'
