"""Where files come from: the chooser, a drop anywhere on the page, the clipboard."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable, Sequence
from typing import Any, Self

from pyodide.ffi import create_proxy

from app.browser.ffi import module
from app.browser.offered import FileOffered

SLICE = 100
"""Files looked at in one go: the page has its turn in between."""


class Offers:
    """Listens on the page."""

    def __init__(self, script: Any) -> None:
        self._script = script

    @classmethod
    async def open(
        cls, take: Callable[[Sequence[FileOffered]], None], hover: Callable[[bool], None]
    ) -> Self:
        """From now on `take` is given what is offered, and `hover` told whether files are over the page."""

        async def took(found: Any) -> None:
            files = list[FileOffered]()
            for file, path in found:
                files.append(FileOffered(file, str(path)))
                if not len(files) % SLICE:
                    await sleep(0)
            take(files)

        script = await module("/app/browser/offered.js")
        script.watch(create_proxy(took), create_proxy(hover))
        return cls(script)

    def choose(self) -> None:
        """Open the file chooser: only a press may."""
        self._script.choose()
