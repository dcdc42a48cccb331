"""How the server answers a change: by versions alone, never by clocks."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.batch import Record
from app.model.sync.op import Op


@dataclass(frozen=True, slots=True)
class Version:
    """What the server has under a key. A deleted record has the body None; its version stays."""

    name: str
    """The id of the op that made it; empty when there has never been such a record."""
    body: Record | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """To one op: taken, or in conflict with what is there; either way what is there now."""

    taken: bool
    now: Version


NEVER = Version("")


def answer(there: Version, op: Op) -> Answer:
    """Take the op if it was made from what is there, or changes nothing; else it is in conflict.

    An op that was answered before must get its first answer again: that is for whoever keeps the answers.
    """
    if op.body == there.body and there.name:
        return Answer(True, there)
    if op.base == there.name:
        return Answer(True, Version(op.id, op.body))
    return Answer(False, there)
