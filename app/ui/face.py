"""The living page: takes Screens, gives frames to the surface, and hears what a person does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from app.ui.html import Encoder
from app.ui.page import page
from app.ui.screen import Screen, View
from app.ui.still import keepable, still

Emit = Callable[[str, str, str], None]
"""Takes (verb, key, value); the empty string where there is none."""


class Scroll(Protocol):
    """Where in the page the eye is."""

    def look(self) -> None:
        """Emits `window` with `first,count` soon, when rows near the eye are not on the page."""
        ...

    def top(self) -> None:
        """Goes to the beginning."""
        ...

    def moved(self, old: str, new: str) -> None:
        """Another view is shown; it goes on where it was left."""
        ...


class Surface(Protocol):
    """What frames are drawn on."""

    @property
    def scroll(self) -> Scroll:
        """Where in it the eye is."""
        ...

    def frame(self, text: str) -> None:
        """Shows a frame."""
        ...

    def markup(self, text: str) -> str:
        """A frame as markup, shown nowhere."""
        ...

    def soon(self, call: Callable[[], None]) -> None:
        """Calls back when the next frame is due."""
        ...

    def listen(self, emit: Emit) -> None:
        """Begins to tell what a person does."""
        ...

    def dragging(self) -> bool:
        """Whether a slider is held."""
        ...


class Face:
    """The page as the rest of the app knows it."""

    def __init__(self, surface: Surface, emit: Emit) -> None:
        self._surface, self._emit = surface, emit
        self._encoder = Encoder()
        self._wanted: Screen | None = None
        self._shown: Screen | None = None
        self._still: Screen | None = None
        self._aim: float | None = None

    def show(self, screen: Screen) -> None:
        """Shows `screen` with the next frame; of several before it only the last."""
        if self._wanted is None:
            self._surface.soon(self.draw)
        self._wanted = screen

    def draw(self) -> None:
        """Shows what waits to be shown, now."""
        screen, self._wanted = self._wanted, None
        if screen is None:
            return
        old, self._shown = self._shown, screen
        if keepable(screen):
            self._still = screen
        self._surface.frame(self._encoder.frame(page(self._aimed(screen))))
        if old is None:
            self._surface.listen(self._heard)
        else:
            self._look(old, screen)

    def snapshot(self) -> str:
        """The library as markup for the next start; empty when it was not seen from its top."""
        if self._still is None:
            return ""
        return self._surface.markup(self._encoder.frame(page(still(self._still))))

    def _heard(self, verb: str, key: str, value: str) -> None:
        if verb == "scrub" and not self._surface.dragging():
            # A key's step: its `seek` follows at once, and drawing now would put the slider back before.
            return
        if verb == "scrub":
            self._aim = float(value)
            self._wanted = self._wanted or self._shown
        else:
            self._emit(verb, key, value)
        # An answer to a press belongs in this frame, not in the next.
        self.draw()

    def _aimed(self, screen: Screen) -> Screen:
        """While the position is dragged the time shown is where it would go, not where it is."""
        if self._aim is None or not self._surface.dragging():
            self._aim = None
            return screen
        return replace(screen, player=replace(screen.player, position=self._aim))

    def _look(self, old: Screen, new: Screen) -> None:
        if place(old) != place(new):
            self._surface.scroll.moved(place(old), place(new))
        elif old.query != new.query:
            self._surface.scroll.top()
        if extent(old) != extent(new):
            self._surface.scroll.look()


def place(screen: Screen) -> str:
    """Which view is shown, and what is open in it."""
    return f"{screen.view}/{screen.playlists.inside}"


def extent(screen: Screen) -> tuple[int, int, int]:
    """Which rows of the long list are on the page, and of how many."""
    if screen.view is View.PLAYLISTS:
        opened = screen.playlists.opened
        return (opened.first, len(opened.entries), opened.summary.tracks) if opened else (0, 0, 0)
    rows = screen.vault.rows if screen.view is View.VAULT else screen.window
    return rows.first, len(rows.rows), rows.total
