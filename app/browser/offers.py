"""Where files come from: the chooser, a drop anywhere on the page, the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from pyodide.ffi import create_proxy

from app.browser.ffi import module
from app.browser.offered import FileOffered


class Offers:
    """Listens on the page."""

    def __init__(self, script: Any) -> None:
        self._script = script

    @classmethod
    async def open(
        cls, take: Callable[[Sequence[FileOffered]], None], hover: Callable[[bool], None]
    ) -> Self:
        """From now on `take` is given what is offered, and `hover` told whether files are over the page."""

        def took(found: Any) -> None:
            take([FileOffered(file, str(path)) for file, path in found])

        script = await module("/app/browser/offered.js")
        script.watch(create_proxy(took), create_proxy(hover))
        return cls(script)

    def choose(self) -> None:
        """Open the file chooser: only a press may."""
        self._script.choose()
