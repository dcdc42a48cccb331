"""The page's `<audio>`. It outlives renders and may already be playing when Python arrives."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from js import document
from pyodide.ffi import create_proxy

EVENTS = {
    "playing": "playing",
    "play": "playing",
    "pause": "paused",
    "timeupdate": "time",
    "seeked": "time",
    "durationchange": "loaded",
    "ended": "ended",
    "error": "failed",
}
"""What the element says, and what we call it."""


class AudioElement:
    """The sound of the page."""

    def __init__(self) -> None:
        self._audio: Any = document.getElementById("audio")
        self.on_event: Callable[[str], None] = lambda _: None
        for name, ours in EVENTS.items():
            self._audio.addEventListener(name, create_proxy(self._hearer(ours)))
        self._begin = 0.0

    @property
    def url(self) -> str:
        """What is loaded, without our origin."""
        return self._audio.getAttribute("src") or ""

    @property
    def position(self) -> float:
        """Where it is."""
        return self._begin or float(self._audio.currentTime)

    @property
    def duration(self) -> float:
        """How long it is."""
        length = float(self._audio.duration)
        return length if isfinite(length) else 0.0

    @property
    def playing(self) -> bool:
        """Whether it plays or is about to."""
        return not self._audio.paused and not self._audio.ended

    @property
    def seeking(self) -> bool:
        """Whether it waits for the bytes of another place."""
        return bool(self._audio.seeking)

    @property
    def failed(self) -> bool:
        """Whether it can do nothing with what it holds."""
        return bool(self._audio.error)

    @property
    def volume(self) -> float:
        """How loud, 0 to 1."""
        return float(self._audio.volume)

    @volume.setter
    def volume(self, level: float) -> None:
        self._audio.volume = level

    def load(self, url: str, at: float) -> None:
        """Take a URL."""
        self._begin = at
        self._audio.src = url
        self._audio.load()

    def play(self) -> None:
        """Play, if the browser lets us without a press."""
        self._audio.play().catch(create_proxy(self._hearer("paused")))

    def pause(self) -> None:
        """Stop where it is."""
        self._audio.pause()

    def seek(self, at: float) -> None:
        """Go somewhere."""
        if self._audio.readyState:
            self._begin = 0.0
            self._audio.currentTime = at
        else:
            self._begin = at

    def _hearer(self, name: str) -> Callable[[object], None]:
        return lambda _event: self._heard(name)

    def _heard(self, name: str) -> None:
        if name == "loaded" and self._begin:
            self.seek(self._begin)
        if name == "failed" and not self.url:
            return
        self.on_event(name)
