"""A broadcast channel: a word from tab to tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import BroadcastChannel, window
from pyodide.ffi import create_proxy


class ChannelHints:
    """`BroadcastChannel`. Where a browser has none, `app.memory.MemoryHints` reaches nobody."""

    def __init__(self, name: str = "larder") -> None:
        self.on_hint: Callable[[str], None] = lambda _: None
        self._channel = BroadcastChannel.new(name)
        self._channel.onmessage = create_proxy(self._heard)

    @staticmethod
    def offered() -> bool:
        """Whether this browser has them."""
        return hasattr(window, "BroadcastChannel")

    def tell(self, key: str) -> None:
        """Tell every other tab."""
        self._channel.postMessage(key)

    def _heard(self, event: Any) -> None:
        self.on_hint(str(event.data))
