"""What the browser says about room, and its promise to keep our bytes."""

from __future__ import annotations

from js import navigator
from pyodide.ffi import JsException


class BrowserQuota:
    """`navigator.storage`, where there is one."""

    async def estimate(self) -> tuple[int, int] | None:
        """Bytes used and allowed, as the browser estimates them."""
        storage = getattr(navigator, "storage", None)
        if not storage or not hasattr(storage, "estimate"):
            return None
        try:
            figures = await storage.estimate()
        except JsException:
            return None
        return int(figures.usage), int(figures.quota)

    async def persisted(self) -> bool:
        """Whether the browser has promised already, without asking anybody."""
        storage = getattr(navigator, "storage", None)
        return bool(storage and hasattr(storage, "persisted") and await storage.persisted())

    async def persist(self) -> str:
        """Ask for the promise. A browser may leave its question open forever."""
        storage = getattr(navigator, "storage", None)
        if not storage or not hasattr(storage, "persist"):
            return "not supported"
        try:
            return "granted" if await storage.persist() else "not granted"
        except JsException:
            return "not supported"
