"""What a person should look at: a record that two devices changed, and the side of it that lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.batch import Batch, Record
from app.model.sync.copies import NAMES

KIND = "conflict/"


@dataclass(frozen=True, slots=True)
class Sides:
    """`key` names the record, which is as the server had it; `copy` the one beside it, as it was here."""

    key: str
    copy: str
    names: Mapping[str, str]
    """What the copy was called before its name said whose it is."""
    device: str
    at: float
    """When it was changed here, in seconds since 1970 by this device's clock; 0 when nobody knows."""

    @property
    def id(self) -> str:
        """Of its own record."""
        return KIND + self.copy

    def as_json(self) -> Record:
        """The record; `sides(...)` reads it back."""
        return {"of": self.key, "names": dict(self.names), "device": self.device, "at": self.at}


def between(key: str, copy: str, mine: Record, device: str, at: float) -> Sides:
    """The sides of a record whose side `mine` goes beside it under the key `copy`."""
    return Sides(key, copy, {name: str(mine[name]) for name in NAMES if mine.get(name)}, device, at)


def sides(id: str, record: Mapping[str, Any]) -> Sides:
    """The sides from their record. Raises KeyError, TypeError or ValueError for anything else."""
    names = {str(name): str(text) for name, text in dict(record["names"]).items()}
    return Sides(str(record["of"]), id.removeprefix(KIND), names, str(record["device"]), float(record["at"]))


def both(found: Sides) -> Batch:
    """Both stay, and nobody is asked any more."""
    return Batch(delete=(found.id,))


def theirs(found: Sides, copy: Record) -> Batch:
    """The copy goes, as it was looked at."""
    return Batch(delete=(found.id, found.copy), expect={found.copy: copy})


def mine(found: Sides, there: Record, copy: Record) -> Batch:
    """The copy takes the record's place, under the name that it had; both as they were looked at."""
    body = {**copy, **{name: text for name, text in found.names.items() if named_as_copy(copy, name, text)}}
    return Batch(
        put={found.key: body},
        delete=(found.id, found.copy),
        expect={found.key: there, found.copy: copy},
    )


def named_as_copy(copy: Record, name: str, text: str) -> bool:
    """Whether the copy is still called what it was called as one: nobody has renamed it since."""
    return str(copy.get(name, "")).startswith(f"{text} (")
