"""A fuse around what may take the whole page down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from js import window
from pyodide.ffi import JsException

from app.model.errors import Undecodable

WEBCODECS = "larder-fuse-webcodecs"
"""Around the first sound that an AudioDecoder makes of a file: WebKitGTK 2.50 dies of some."""
LIT: Counter[str] = Counter()
"""How often each is in use in this page."""


@contextmanager
def fuse(name: str) -> Generator[None]:
    """Raises Undecodable when a page died inside a fuse of this name before: the next one would as well.

    To be kept around the shortest stretch that shows it, since a page killed from outside there blows it too.
    """
    memory = storage()
    if memory and not LIT[name] and memory.getItem(name):
        raise Undecodable("This browser broke down over a file of this kind before; the bytes are safe.")
    LIT[name] += 1
    try:
        if memory:
            memory.setItem(name, "1")
        yield
    finally:
        LIT[name] -= 1
        if memory and not LIT[name]:
            memory.removeItem(name)


def storage() -> Any:
    """What survives the page, or None where the site may store nothing: there is no fuse then."""
    try:
        return window.localStorage
    except JsException:
        return None
