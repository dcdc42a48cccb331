"""The document that the checks of the page run on, and what they do with it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from js import KeyboardEvent, document

from app.browser.render import Surface
from app.model.asset import Asset
from app.model.vault.badge import Badge
from app.ui.face import Face
from app.ui.screen import Phase, Row, Screen, Window

SHEETS = ("tokens", "base", "controls", "shell", "tracks", "state", "notices", "playlists", "menu", "imports")
NASTY = '<img src="x" class="nasty"> {{x}} <!-- " -->'
PLAIN = Screen(phase=Phase.READY)


class Bench:
    """The page of this document and what it heard."""

    def __init__(self) -> None:
        self.face: Face
        self.heard: list[tuple[str, str, str]] = []

    def hear(self, verb: str, key: str, value: str) -> None:
        """What a person did."""
        self.heard.append((verb, key, value))

    def show(self, screen: Screen) -> None:
        """Draws `screen` at once and forgets what was heard."""
        self.face.show(screen)
        self.face.draw()
        self.heard.clear()


ONE = Bench()
"""The living page takes the static one's place once: there is one for a document."""


async def bench() -> Bench:
    """The bench of this document, showing a plain library."""
    if not document.getElementById("app"):
        await furnish()
        ONE.face = Face(await Surface.open(), ONE.hear)
    ONE.show(PLAIN)
    return ONE


async def furnish() -> None:
    """What the static page has that the checks need: stylesheets and the place to draw in."""
    for name in SHEETS:
        link = document.createElement("link")
        link.rel, link.href = "stylesheet", f"/static/css/{name}.css"
        document.head.append(link)
    app = document.createElement("div")
    app.id = "app"
    document.body.append(app)
    await asyncio.sleep(0.5)


def rows(count: int, title: str = "Track {}") -> tuple[Row, ...]:
    """Rows with keys `k1`, `k2` ..."""
    return tuple(
        Row(Asset(key=f"k{n}", title=title.format(n), size=9_700_000, duration=252), Badge.STREAMS)
        for n in range(1, count + 1)
    )


def listing(listed: tuple[Row, ...], first: int = 0, total: int | None = None) -> Screen:
    """A library that shows them."""
    return replace(PLAIN, window=Window(listed, first, len(listed) if total is None else total))


def named(name: str, role: str = "button") -> Any:
    """The element with that label."""
    return document.querySelector(f'{role}[aria-label="{name}"]')


def press(key: str) -> bool:
    """A key, wherever the focus is. Whether the browser may still do its own with it."""
    options = {"key": key, "bubbles": True, "cancelable": True}
    return document.activeElement.dispatchEvent(KeyboardEvent.new("keydown", **options))
