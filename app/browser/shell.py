"""The page's own life: what it shows before Python, offline starts, new versions, and the way out."""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from js import CustomEvent, document, location, navigator, setInterval, window
from pyodide.ffi import JsException, create_proxy

from app.browser.ffi import module
from app.browser.fuse import storage

LAST_SEEN = "larder:last-seen"
KILLED_AFTER = 10_000
"""Milliseconds between notes of what is shown."""


class Told(Protocol):
    """Who is told that a new version waits."""

    banner: str
    banner_action: tuple[str, str] | None

    def changed(self) -> None:
        """Show it."""
        ...


class Shell:
    """The static page around the living one."""

    def __init__(self) -> None:
        self._waiting: Any = None
        self._told: Told | None = None
        self._outdated = False

    def place(self) -> tuple[str, str]:
        """Which view the address names, and the key of what was started before Python was there."""
        view = location.hash.removeprefix("#/")
        source = document.getElementById("audio").getAttribute("src") or ""
        playing = re.match(r"/api/audio/([0-9a-f]+)", source)
        return view, playing[1] if playing else ""

    def ready(self, snapshot: Callable[[], str]) -> None:
        """Say that Python is here, and leave what is shown for the next start."""
        document.documentElement.dataset.app = "ready"

        def leave(*_: object) -> None:
            seen, memory = snapshot(), storage()
            if not seen or not memory:
                return
            try:
                memory.setItem(LAST_SEEN, seen)
            except JsException:
                memory.removeItem(LAST_SEEN)

        leaving = create_proxy(leave)
        window.addEventListener("pagehide", leaving)
        document.addEventListener("visibilitychange", leaving)
        setInterval(leaving, KILLED_AFTER)  # a killed browser says no goodbye

    def failed(self, error: Exception) -> None:
        """Say that Python could not start; nothing happens once it has."""
        details = "".join(traceback.format_exception(error))
        window.dispatchEvent(CustomEvent.new("larder:failed", detail=details))

    def listen(self, told: Told, wake: Callable[[], None]) -> None:
        """Wake when the network may be back; offer a new version when one waits."""
        self._told = told
        self._tell_outdated()

        def hinted(_event: object) -> None:
            wake()

        hint = create_proxy(hinted)
        for name in ("online", "offline"):
            window.addEventListener(name, hint)

        def offer(worker: Any) -> None:
            self._waiting = worker
            told.banner = "A new version of Larder is ready. Nothing is lost by taking it."
            told.banner_action = ("Reload", "reload")
            told.changed()

        self._offer = create_proxy(offer)
        self._task = asyncio.create_task(self._register())

    def closed(self) -> None:
        """The stores are not ours any more: nothing can be saved until the page is loaded again."""
        self._outdated = True
        self._tell_outdated()

    def _tell_outdated(self) -> None:
        if self._outdated and self._told is not None:
            self._told.banner = "Larder was updated in another tab; reload this page. What is kept is safe."
            self._told.banner_action = ("Reload", "reload")
            self._told.changed()

    async def _register(self) -> None:
        if not getattr(navigator, "serviceWorker", None):
            return
        script = await module("/app/browser/worker.js")
        # Without a worker everything works but starting offline; offline, compiling waits for another start.
        with suppress(JsException):
            await script.register(self._offer)
            await script.compile()

    def reload(self) -> None:
        """Take the new version, or simply start again."""
        if self._waiting:
            self._waiting.postMessage("take over")
        else:
            location.reload()
