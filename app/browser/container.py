"""A blob as mediabunny sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from pyodide.ffi import JsException, create_proxy, to_js

from app.browser.ffi import module
from app.core.peaks.ask import ask
from app.model.audio.flac import flac
from app.model.errors import Undecodable
from app.model.span import Span
from app.ports import Read


@asynccontextmanager
async def opened(read: Read, size: int) -> AsyncGenerator[Any]:
    """The blob's sound: `rate`, `channels`, `seconds` and `next(length)`, as in `container.js`.

    JavaScript's errors inside are raised as Undecodable.
    """

    async def bytes_of(start: int, end: int) -> Any:
        return to_js(await read(Span(start, end)))

    # mediabunny 1.61 never comes back from a FLAC whose metadata is broken off.
    await ask(flac(size), read)
    proxy = create_proxy(bytes_of)
    try:
        container = await (await module("/app/browser/container.js")).open(proxy, size)
        try:
            yield container
        finally:
            await container.close()
    except JsException as error:
        raise Undecodable from error
    finally:
        proxy.destroy()
