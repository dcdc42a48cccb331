"""Where devices meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.model.sync.exchanged import Commit, Pulled, Pushed
from app.model.sync.op import Op


class Hub(Protocol):
    """Where the devices meet."""

    async def push(self, ops: Sequence[Op], known: Commit) -> Pushed:
        """Offer ops; each is answered by itself, and the same op always with the same answer.

        Raises OtherPast when it does not know the commit `known`, and takes nothing then; Offline.
        """
        ...

    async def pull(self, after: int, known: Commit | None) -> Pulled:
        """What changed after a place. Raises OtherPast when it does not know the commit `known`; Offline."""
        ...
