"""Files that somebody else has open: a killed tab for a moment, a living tab for as long as it writes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from app.browser.ffi import dom_errors
from app.model.errors import Busy

TRIES = 20
PAUSE = 0.1
"""Seconds between tries: about two in all."""


async def patiently(work: Callable[[], Awaitable[Any]]) -> Any:
    """What `work` gives as soon as nobody else holds the file. Raises Busy."""
    for _ in range(TRIES - 1):
        try:
            with dom_errors():
                return await work()
        except Busy:
            await asyncio.sleep(PAUSE)
    with dom_errors():
        return await work()
