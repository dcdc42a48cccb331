"""The way between this device's records and the server's books, put together."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from app.core.hearing import Hearing
from app.core.sync.author import Author
from app.core.sync.conflicts import Conflicts
from app.core.sync.courier import Courier
from app.core.sync.listener import Listener
from app.core.sync.outbox import Outbox
from app.core.sync.server_hub import ServerHub
from app.core.sync.sync import Sync
from app.core.sync.unsent import Unsent
from app.core.telling import Telling
from app.model.sync.conflict import KIND as CONFLICTS
from app.model.sync.kinds import EDITED, KINDS, UNNOTICED
from app.model.sync.pending import KIND
from app.ports import Clock, Hints, Locks, RecordStore, Remote


class Post:
    """`outbox`, the records to change through, tells other tabs. What others changed goes to `hearing`."""

    def __init__(
        self, records: RecordStore, remote: Remote, locks: Locks, hints: Hints, clock: Clock, device: str
    ) -> None:
        author, told = Author(device, clock, lambda: uuid4().hex), Telling(records, hints)
        self.outbox = Outbox(told, KINDS, author)
        self.unsent, self.conflicts = Unsent(told), Conflicts(self.outbox)
        self.sync = Sync(told, ServerHub(remote), author)
        self.courier, self.listener = Courier(self.sync, locks, clock), Listener(remote, locks, clock)
        self.listener.on_news = self.courier.wake

    def pass_on(self, hearing: Hearing) -> None:
        """Let those who show records hear of what came from the server as if another tab had changed it."""

        def queued(keys: Collection[str]) -> None:
            if any(key.partition("/")[0] not in UNNOTICED for key in keys):
                hearing.hear([KIND + key for key in keys])
                self.courier.wake()

        self.outbox.on_queued, self.sync.on_change = queued, hearing.hear
        self.unsent.on_given_up = hearing.hear
        self.conflicts.on_decided = hearing.hear
        hearing.listen(KIND, self.unsent.follow)
        for kind in (CONFLICTS, *(f"{each}/" for each in EDITED)):
            hearing.listen(kind, self.conflicts.follow)

    def again(self) -> None:
        """The server is back."""
        self.courier.again()
        self.listener.again()
