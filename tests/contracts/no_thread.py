"""What files do whose thread does not run."""

from __future__ import annotations

import asyncio
from typing import Any

from app.model.errors import StorageDenied

SOON = 10.0
"""Seconds in which what must happen happens."""


async def it_is_said_and_nobody_waits_forever(sinks: Any) -> None:
    for _ in range(2):
        opening = asyncio.gather(*(sinks.open(name, 0) for name in ("one", "two")), return_exceptions=True)
        refused = await asyncio.wait_for(opening, SOON)
        assert all(isinstance(each, StorageDenied) for each in refused), refused


CHECKS = {check.__name__: check for check in (it_is_said_and_nobody_waits_forever,)}
