"""Two changes to one record, neither of which knew of the other, become one; nothing of either is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.model.batch import Record
from app.model.sync.kinds import EDITED
from app.model.sync.sequence import merged

EDIT_SURVIVES = "It was deleted on another device while it was changed here; it stays, with the change."
DELETION_UNDONE = "It was changed on another device while it was deleted here; it stays, with the change."


@dataclass(frozen=True, slots=True)
class Merged:
    """The record, None when it is deleted, and what has to be seen of the other side."""

    body: Record | None
    copy: Record | None = None
    """The side that did not win its name, as a record of its own: to be kept beside it."""
    note: str = ""
    """What a person should know, as a sentence."""


def merge(kind: str, base: Record | None, mine: Record | None, theirs: Record | None) -> Merged:
    """`mine` and `theirs` were both made from `base`. The server's version, theirs, wins the name."""
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    if mine is None:
        return Merged(theirs, note=DELETION_UNDONE if kind in EDITED else "")
    if theirs is None:
        return Merged(mine, note=EDIT_SURVIVES if kind in EDITED else "")
    try:
        return RULES.get(kind, fields)(base or {}, mine, theirs)
    except (KeyError, TypeError, ValueError):  # of no shape that we know: a newer Larder wrote it, or nobody
        return fields(base or {}, mine, theirs)


def fields(base: Record, mine: Record, theirs: Record) -> Merged:
    """Field by field; where both changed the same field, theirs stays and mine is kept as a copy."""
    body, clash = dict(theirs), False
    for name in mine.keys() | base.keys():
        if mine.get(name) != base.get(name) and mine.get(name) != theirs.get(name):
            if theirs.get(name) == base.get(name):
                put(body, name, mine)
            else:
                clash = True
    return Merged(body, copy=mine if clash else None)


def playlist(base: Record, mine: Record, theirs: Record) -> Merged:
    """Items by item, everything else by field. A copy has the merged items too."""
    items = in_order(base, mine, theirs)
    rest = fields(*(without_items(each) for each in (base, mine, theirs)))
    copy = {**rest.copy, "items": items} if rest.copy is not None else None
    return Merged({**(rest.body or {}), "items": items}, copy)


def position(_base: Record, mine: Record, theirs: Record) -> Merged:
    """The furthest place; but who went back by hand more often knew what he did."""

    def rank(body: Record) -> tuple[int, float]:
        return int(body.get("rewinds", 0)), float(body.get("at", 0.0))

    return Merged(max(theirs, mine, key=rank))


def mark(_base: Record, _mine: Record, theirs: Record) -> Merged:
    """It is there or not; both have set it."""
    return Merged(theirs)


RULES: Mapping[str, Callable[[Record, Record, Record], Merged]] = {
    "playlist": playlist,
    "position": position,
    "favourite": mark,
}
"""By kind; every other record is merged field by field."""


def put(body: dict[str, Any], name: str, source: Record) -> None:
    """Have a field as `source` has it, which may be not at all."""
    if name in source:
        body[name] = source[name]
    else:
        body.pop(name, None)


def without_items(body: Record) -> Record:
    """Everything of a playlist but what is on it."""
    return {name: value for name, value in body.items() if name != "items"}


def in_order(base: Record, mine: Record, theirs: Record) -> list[dict[str, Any]]:
    """The merged items. Each is an object with an `id` of its own: an asset may be on a playlist twice."""
    found = {each["id"]: each for body in (base, mine, theirs) for each in body.get("items", ())}
    ids = ([each["id"] for each in body.get("items", ())] for body in (base, mine, theirs))
    return [found[name] for name in merged(*ids)]
