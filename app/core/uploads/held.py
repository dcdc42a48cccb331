"""Which bytes that devices brought the server has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from app.model.batch import Batch
from app.model.errors import Rejected
from app.model.ref import Ref, ref
from app.ports import RecordStore, Remote

KIND = "held/"
PATH = "/api/media/assets?limit=1000"
THERE = {"there": True}
NO_LIST = "What answered lists no assets of Larder's; what is known of them stays as it was."


class Held:
    """As the server said last, offline too: by it a person knows what survives the loss of this device."""

    def __init__(self, records: RecordStore, remote: Remote) -> None:
        self._records, self._remote = records, remote
        self.all: frozenset[Ref] = frozenset()
        self.heard = False
        """Whether the server was asked in this session."""
        self.on_change: Callable[[], None] = lambda: None

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read it afresh."""
        rows = await self._records.scan(KIND)
        self._become(frozenset(Ref(key.removeprefix(KIND)) for key, _ in rows))

    async def add(self, ref: Ref) -> None:
        """The server has these bytes from now on."""
        await self._records.apply(Batch(put={KIND + ref: THERE}))
        self._become(self.all | {ref})

    async def refresh(self) -> None:
        """Ask the server. Raises what Remote raises: what is known stays."""
        there = await self._listed()
        if there != self.all:
            put = {KIND + each: THERE for each in there - self.all}
            await self._records.apply(Batch(put=put, delete=tuple(KIND + each for each in self.all - there)))
            self._become(there)
        self.heard = True

    def doubt(self) -> None:
        """The server is not what it was: it is asked again before anything else."""
        self.heard = False

    async def _listed(self) -> frozenset[Ref]:
        there, after = set[Ref](), ""
        while True:
            reply = await self._remote.ask(PATH + (f"&after={after}" if after else ""))
            try:
                page: Any = reply.body if reply else {}
                there |= {ref(item["ref"]) for item in page["items"] if item["held"]}
                after = page["next"]
            except (KeyError, TypeError, ValueError) as error:
                raise Rejected(NO_LIST) from error
            if not after:
                return frozenset(there)

    def _become(self, there: frozenset[Ref]) -> None:
        if there != self.all:
            self.all = there
            self.on_change()
