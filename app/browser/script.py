"""`window.larder`: what a script may ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from js import Object, window
from pyodide.ffi import create_proxy, to_js

Answers = Mapping[str, Callable[[], Awaitable[object]]]
"""Name to a question; each answer is plain data."""


def offer(answers: Answers) -> None:
    """Put the questions on the window. Every answer reaches JavaScript as plain JSON."""
    window.larder = plain({name: create_proxy(asked(answer)) for name, answer in answers.items()})


def asked(answer: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[Any]]:
    """The same question, its answer turned into JavaScript's data."""

    async def ask() -> Any:
        return plain(await answer())

    return ask


def plain(value: object) -> Any:
    """Python's plain data as JavaScript's."""
    return to_js(value, dict_converter=Object.fromEntries)
