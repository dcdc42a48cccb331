"""What the browser says of the connection: Chromium says something, others nothing."""

from __future__ import annotations

from typing import Any

from js import navigator


class BrowserConnection:
    """`navigator.connection`, where there is one."""

    def metered(self) -> bool:
        """Whether it is a mobile one, or the user has asked to save bytes."""
        connection: Any = getattr(navigator, "connection", None)
        if not connection:
            return False
        return bool(getattr(connection, "saveData", False)) or getattr(connection, "type", "") == "cellular"
