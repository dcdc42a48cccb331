"""Waiting for a while, or for a reason not to."""

from __future__ import annotations

import asyncio

from app.ports import Clock


async def rest(clock: Clock, seconds: float, *reasons: asyncio.Event) -> None:
    """Let others run for so long, or until one of the events is set."""
    endings = (clock.sleep(seconds), *(reason.wait() for reason in reasons))
    waits = [asyncio.ensure_future(each) for each in endings]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
