"""What a file says of itself. Its reader comes with the first import: a start needs none of it."""

from __future__ import annotations

from asyncio import Lock
from importlib import invalidate_caches
from pathlib import Path

from js import fetch
from pyodide.ffi import JsException

from app.core.imports.describe import Told, by_name
from app.ports import Offered

MODULE = "tinytag.py"
_ONE = Lock()


async def describe(offered: Offered, media_type: str) -> Told:
    """Its tags; what its name says where there are none, or nobody here can read them."""
    try:
        async with _ONE:
            await fetch_reader()
        from app.core.imports.tags import tags
    except (JsException, ImportError, OSError):
        return await by_name(offered, media_type)
    return await tags(offered) or await by_name(offered, media_type)


async def fetch_reader() -> None:
    """Put the reader beside our own modules, from our own origin; checked when it was fetched there."""
    place = Path(__file__).parents[2] / MODULE
    if place.exists():
        return
    response = await fetch(f"/vendor/tinytag/{MODULE}")
    if not response.ok:
        raise OSError(response.status)
    place.write_text(str(await response.text()))
    invalidate_caches()
