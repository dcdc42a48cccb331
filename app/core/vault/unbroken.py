"""Work that is carried to its end once it has begun."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


async def unbroken(work: Awaitable[Result]) -> Result:
    """`work`'s result. Cancelled meanwhile, it still ends before the cancellation goes on.

    A browser finishes what it has begun to store whether anybody waits for it or not: only who waits knows.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await ended(task)
        raise


async def ended(task: asyncio.Future[Any]) -> None:
    """Wait until it is over, however it ends and however often whoever waits is cancelled."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # asked for, it is not reported once more
