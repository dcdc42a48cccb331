"""Which rows of a long list are near the eye, and where each view was left."""

from __future__ import annotations

from math import ceil
from typing import Any

from js import ResizeObserver, document, history, requestAnimationFrame, window
from pyodide.ffi import create_proxy

from app.browser.events import Emit


class Scroll:
    """Watches the list that says `data-before` and asks for other rows before its edge can be seen."""

    def __init__(self) -> None:
        self._emit: Emit | None = None
        self._left: dict[str, float] = {}
        self._check = create_proxy(self._looked)

    def watch(self, page: Any, emit: Emit) -> None:
        """Begins, and looks again whenever `page` changes its size: a list came or grew."""
        self._emit = emit
        window.addEventListener("scroll", self._check)
        window.addEventListener("resize", self._check)
        sizes: Any = ResizeObserver.new(self._check)
        sizes.observe(page)
        history.scrollRestoration = "manual"

    def moved(self, old: str, new: str) -> None:
        """Another view is shown; it goes on where it was left."""
        self._left[old] = window.scrollY
        window.scrollTo(0, self._left.get(new, 0))

    def top(self) -> None:
        """Goes to the beginning."""
        window.scrollTo(0, 0)

    def look(self) -> None:
        """Checks with the next frame: by then what was drawn is laid out, and measuring is free."""
        requestAnimationFrame(self._check)

    def _looked(self, *_: Any) -> None:
        """Emits `window` with `first,count` when rows within half a screen are not on the page."""
        rows = document.querySelector("[data-before]")
        if self._emit is None or not rows or not rows.firstElementChild:
            return
        pitch = rows.firstElementChild.offsetHeight or ceil(window.innerHeight)
        first, here = int(rows.getAttribute("data-before")), rows.childElementCount
        total = first + here + int(rows.getAttribute("data-after"))
        top, height = -rows.getBoundingClientRect().top, window.innerHeight
        if not covers(first, here, span(top, height, pitch, total, 0.5)):
            self._emit("window", "", "{},{}".format(*span(top, height, pitch, total, 1.0)))


def span(top: float, height: float, pitch: float, total: int, screens: float) -> tuple[int, int]:
    """First row and number of rows within `screens` of a view `height` px high, `top` px into the list."""
    margin = screens * height
    first = max(0, min(total, int((top - margin) / pitch)))
    last = max(first, min(total, ceil((top + height + margin) / pitch)))
    return first, last - first


def covers(first: int, count: int, wanted: tuple[int, int]) -> bool:
    """Whether rows first...first+count include all wanted ones."""
    return not wanted[1] or (first <= wanted[0] and first + count >= sum(wanted))
