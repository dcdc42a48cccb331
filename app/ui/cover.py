"""Cover art, or an honest blank where there is none."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.glyphs import jar


def cover(url: str, side: int, alt: str = "", *, far: bool = False) -> Template:
    """A square cover, `side` CSS px wide before the stylesheet has its say. `far`: it may never be seen."""
    if not url:
        return t'<span class="blank">{jar("bare")}</span>'
    loading = "lazy" if far else "eager"
    return t'<img src="{url}" alt="{alt}" width="{side}" height="{side}" loading="{loading}">'


def hue(number: int | None) -> str:
    """The art colour as the stylesheet names it."""
    return "none" if number is None else str(number)
