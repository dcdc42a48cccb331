"""How far this device has heard the server out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.batch import Record
from app.model.sync.exchanged import Commit

KEY = "head/sync"


@dataclass(frozen=True, slots=True)
class Progress:
    """`place`: everything up to it has been heard. `known`: the latest commit the server has told of."""

    place: int = 0
    known: Commit = Commit()
    restored: bool = False
    """Whether the server has another past and is being heard from the beginning."""

    def as_json(self) -> Record:
        """The record; `progress(...)` reads it back."""
        known = [self.known.place, self.known.op]
        return {"place": self.place, "known": known, "restored": self.restored}


def progress(record: Mapping[str, Any] | None) -> Progress:
    """From its record; of none, that of a device that has never heard anything."""
    if record is None:
        return Progress()
    place, name = record["known"]
    return Progress(int(record["place"]), Commit(int(place), str(name)), bool(record["restored"]))
