"""The device: its room, its time, and the other tabs on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class Quota(Protocol):
    """What the browser says about room. Its figures are estimates; ours are exact."""

    async def estimate(self) -> tuple[int, int] | None:
        """Bytes used and bytes allowed for this site, or None when the browser does not say."""
        ...

    async def persisted(self) -> bool:
        """Whether the browser has promised never to evict us; asks nobody."""
        ...

    async def persist(self) -> str:
        """Ask never to be evicted: `granted`, `not granted` or `not supported`. May take forever."""
        ...


class Locks(Protocol):
    """Mutual exclusion among everything that shares the vault: tasks, tabs, workers."""

    def hold(self, name: str, patience: float = float("inf")) -> AbstractAsyncContextManager[bool]:
        """Wait for, then hold, the lock called `name`, first come first served. A killed holder lets go.

        Once one holder has had it for `patience` seconds while this waited, it is taken from that holder, and
        True is what the context gives. The holder, which goes on when it thaws, must be stopped by other
        means; when it lets go, nothing happens.
        """
        ...

    def share(self, name: str) -> AbstractAsyncContextManager[None]:
        """Hold the lock called `name` beside all who share it; whoever holds it alone waits for them."""
        ...

    async def held(self, prefix: str) -> Collection[str]:
        """Names that start with `prefix` and are held or shared by anybody."""
        ...


class Hints(Protocol):
    """A word to the other tabs that a record has changed.

    It may come late, twice or never. Nothing relies on it: the truth is what the stores hold.
    """

    on_hint: Callable[[str], None]
    """Told the key of the record, in every other tab that is open."""

    def tell(self, key: str) -> None:
        """Tell every other tab; a key that ends in `/` stands for many records of its kind."""
        ...


class Clock(Protocol):
    """Time, for display, backoff and ages; never for ordering changes."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let others run for so long."""
        ...
