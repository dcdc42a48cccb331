"""What frames are drawn on: one call into JavaScript each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from js import document, requestAnimationFrame, setTimeout
from pyodide.ffi import create_once_callable

from app.browser.events import Emit, Events
from app.browser.ffi import module
from app.browser.scroll import Scroll

HIDDEN_PACE = 200
"""Milliseconds between frames nobody sees: a hidden page gets no animation frames."""


class Surface:
    """The document. Its first frame replaces the static page."""

    def __init__(self, render: Any) -> None:
        self._render = render
        self.scroll = Scroll()

    @classmethod
    async def open(cls) -> Self:
        """The surface with its JavaScript loaded; nothing is drawn yet."""
        return cls(await module("/app/browser/render.js"))

    def frame(self, text: str) -> None:
        """Shows a frame."""
        self._render.frame(text)

    def markup(self, text: str) -> str:
        """A frame as markup, shown nowhere."""
        return str(self._render.markup(text))

    def soon(self, call: Callable[[], None]) -> None:
        """Calls back when the next frame is due."""
        due = create_once_callable(lambda *_: call())
        if document.hidden:
            setTimeout(due, HIDDEN_PACE)
        else:
            requestAnimationFrame(due)

    def listen(self, emit: Emit) -> None:
        """Begins to tell what a person does."""
        Events(emit)
        self.scroll.watch(document.querySelector("main"), emit)

    def dragging(self) -> bool:
        """Whether a slider is held."""
        return bool(document.querySelector("input[type=range]:active"))
