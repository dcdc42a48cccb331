"""Waiting for something to become true."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LONG = 60.0
"""Seconds: generous, because a shared machine may be slow; nothing waits longer than it must."""


def until(ask: Callable[[], T], what: str, seconds: float = LONG) -> T:
    """The first true answer. Raises AssertionError with `what` and the last one when none comes in time."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s, last answer {answer!r}"
        time.sleep(0.05)
    return answer
