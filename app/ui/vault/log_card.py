"""The vault's log: what was removed and why, each to be had again."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import joined, of, size
from app.ui.cover import cover
from app.ui.glyphs import icon
from app.ui.html import Listing, Part
from app.ui.screen import LogLine


def log(lines: tuple[LogLine, ...]) -> Template:
    """The whole log; with nothing in it, what would be."""
    nodes = tuple((line.key, Part(row, (line,))) for line in lines)
    return t"""
        <section class="log">
          <h2 id="removed">What was removed and why</h2>
          <div role="log" aria-labelledby="removed" tabindex="-1" data-refuge>
            {Listing(nodes) if nodes else nothing_removed()}
          </div>
        </section>"""


def nothing_removed() -> Template:
    """Nothing had to go yet."""
    return t"""
        <p class="fine">Nothing so far. When room is needed, what went is named here with the reason, and one
          press fetches it again.</p>"""


def row(line: LogLine) -> Template:
    """One eviction."""
    name = line.key.replace("/", "-")
    return t"""
        <div class="logrow">
          {cover(line.cover, 44)}
          <div class="who">
            <span class="title" id="{name}">{line.title}</span>
            <span class="by">{line.reason}</span>
          </div>
          <span class="when">{joined(line.when, size(line.bytes) if line.bytes else "")}</span>
          {undo(line, name)}
        </div>"""


def undo(line: LogLine, name: str) -> Template:
    """The way to have it again, or how far that is."""
    if line.fetching is not None:
        done, total = line.fetching
        return t"""
            <div class="meter">
              <progress max="{total or 1}" value="{done}" aria-label="Fetching {line.title}"></progress>
              <span>{of(done, total)}</span>
            </div>"""
    if line.here:
        return t'<span class="badge b-kept">Here again</span>'
    return t"""
        <button type="button" class="btn plain" data-do="fetch-again" data-key="{line.key}"
          aria-describedby="{name}">{icon("undo-2")}<span>Fetch again</span></button>"""
