"""Work on items that come, several at once, with results in the order of the items."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


async def in_order(
    items: AsyncGenerator[Item], work: Callable[[Item], Coroutine[Any, Any, Result]], count: int
) -> AsyncGenerator[Result]:
    """`work` done on each item, on up to `count` of them at once.

    What either raises ends it; work under way is then cancelled and waited for.
    """
    started: deque[asyncio.Task[Result]] = deque()
    try:
        async with aclosing(items):
            async for item in items:
                started.append(asyncio.ensure_future(work(item)))
                # Pyodide's loop reports a failed task at once, unless somebody seems to wait for it.
                started[-1].add_done_callback(lambda _: None)
                if len(started) == count:
                    yield await started.popleft()
        while started:
            yield await started.popleft()
    finally:
        for task in started:
            task.cancel()
        await asyncio.gather(*started, return_exceptions=True)
