"""Icons and jars. An icon is a line drawing of `static/icons.svg`; a jar says the state of an asset."""

from __future__ import annotations

from functools import cache
from string.templatelib import Template

from app.model.vault.badge import Badge

LID = "M8 4h8"
GLASS = "M8.2 8h7.6c1.3 1 2.7 2.2 2.7 4V18a3 3 0 0 1-3 3h-7a3 3 0 0 1-3-3v-6c0-1.8 1.4-3 2.7-4z"
TICK = "m9.3 14.4 2 2 3.6-3.9"
INSIDE = {
    "streams": ("glass", "mark", "M12 11v5.6M9.6 14.4 12 16.8l2.4-2.4"),
    "kept": ("full", "tick", TICK),
    "only": ("full", "tick", "M12 11.4v3.4M12 17.4v.01"),
    "missing": ("dashed", "mark", "M12 11.5v3.2M12 17.4v.01"),
    "bare": ("glass", "mark", ""),
}
"""For each kind of jar: how its glass is drawn, and what is drawn on it."""
KINDS = {
    Badge.STREAMS: "streams",
    Badge.KEPT: "kept",
    Badge.ONLY: "only",
    Badge.MISSING: "missing",
    Badge.ELSEWHERE: "bare",
}

TOP, BOTTOM = 10.2, 19.4
"""Where the contents of a filling jar may stand, in the 24 x 24 box of the glyph."""


@cache
def icon(name: str, *, solid: bool = False) -> Template:
    """The icon of that name."""
    kind = "icon solid" if solid else "icon"
    return Template(f'<svg class="{kind}" aria-hidden="true"><use href="/static/icons.svg#{name}"/></svg>')


@cache
def jar(kind: str) -> Template:
    """A jar: one of `INSIDE`."""
    glass, sign, drawing = INSIDE[kind]
    return Template(
        f'<svg class="jar jar-{kind}" viewBox="0 0 24 24" aria-hidden="true"><path class="lid" d="{LID}"/>'
        f'<path class="{glass}" d="{GLASS}"/><path class="{sign}" d="{drawing}"/></svg>'
    )


def badge_jar(badge: Badge) -> Template:
    """The jar that says `badge`."""
    return jar(KINDS[badge])


def filling(percent: float) -> Template:
    """A jar that fills: `percent` of the bytes are in."""
    height = (BOTTOM - TOP) * max(0.0, min(100.0, percent)) / 100
    return t"""
        <svg class="jar jar-saving" viewBox="0 0 24 24" aria-hidden="true">
          <path class="lid" d="{LID}"/>
          <path class="glass" d="{GLASS}"/>
          <rect class="fill" x="7.4" width="9.2" rx="1.5" y="{BOTTOM - height:.1f}" height="{height:.1f}"/>
        </svg>"""
