"""The system's own player controls: lock screens, headsets, media keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import MediaMetadata, location, navigator
from pyodide.ffi import create_proxy

from app.browser.events import Emit
from app.browser.script import plain
from app.model.asset import Asset

VERBS = {"play": "go-on", "pause": "pause", "previoustrack": "previous", "nexttrack": "next"}
"""What the system asks for, as our verbs."""


class MediaSession:
    """Shows what plays to the system. Does nothing where the browser has no such thing."""

    def __init__(self) -> None:
        self._session: Any = getattr(navigator, "mediaSession", None)
        self._shown: tuple[str, str] | None = None

    def hear(self, emit: Emit) -> None:
        """Let the system's controls be heard."""
        if not self._session:
            return
        for action, verb in VERBS.items():
            self._on(action, lambda _details, verb=verb: emit(verb, "", ""))
        self._on("seekto", lambda details: emit("seek", "", str(details.seekTime)))

    def show(self, asset: Asset | None, art: str, *, playing: bool) -> None:
        """What plays, the URL of its large cover, and whether it is to be heard."""
        if not self._session or asset is None:
            return
        self._session.playbackState = "playing" if playing else "paused"
        if self._shown != (asset.key, art):
            self._shown = (asset.key, art)
            words = {"title": asset.title, "artist": asset.artist, "album": asset.album}
            self._session.metadata = MediaMetadata.new(plain({**words, "artwork": artwork(art)}))

    def _on(self, action: str, handler: Callable[[Any], None]) -> None:
        self._session.setActionHandler(action, create_proxy(handler))


def artwork(url: str) -> list[dict[str, str]]:
    """The cover as the system wants it named; absolute, because the lock screen has no page."""
    if not url:
        return []
    return [{"src": url if url.startswith("blob:") else location.origin + url, "sizes": "480x480"}]
