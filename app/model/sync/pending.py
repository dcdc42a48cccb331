"""What of a record's changes has still to reach the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.model.batch import Record
from app.model.sync.op import Op, op

KIND = "outbox/"


@dataclass(frozen=True, slots=True)
class Pending:
    """At most one op that may have been sent, which never changes again, and one that waits behind it.

    A later change takes the place of the one that waits: nobody but this device has seen that.
    """

    sent: Op | None = None
    waiting: Op | None = None
    refused: str = ""
    """Why the server will never take it, as a sentence; it is parked until somebody decides."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return self.sent is None and self.waiting is None

    @property
    def next(self) -> Op | None:
        """The op to send, or to send again."""
        return self.sent or self.waiting

    @property
    def at(self) -> float:
        """When the next op was made, by this device's clock; 0 when there is none."""
        return self.next.at if self.next else 0.0

    def changed(self, by: Op) -> Pending:
        """Somebody has changed the record once more."""
        return Pending(self.sent, by)

    def sending(self) -> Pending:
        """From now on the next op may have reached the server."""
        return self if self.sent else Pending(self.waiting, None, self.refused)

    def taken(self, version: str) -> Pending:
        """The server has what was sent, as this version: what waits was made from it."""
        return Pending(None, replace(self.waiting, base=version) if self.waiting else None)

    def as_json(self) -> Record:
        """The record under `outbox/` and the key; `pending(...)` reads it back."""
        sent, waiting = (each and each.as_json() for each in (self.sent, self.waiting))
        return {"sent": sent, "waiting": waiting, "refused": self.refused}


def pending(record: Mapping[str, Any] | None) -> Pending:
    """What is pending from its record; of none, nothing."""
    if record is None:
        return Pending()
    sent, waiting = (op(record[name]) if record[name] else None for name in ("sent", "waiting"))
    return Pending(sent, waiting, str(record.get("refused", "")))
