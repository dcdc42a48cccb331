"""A record as one device has it, and how it meets what the server has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.model.batch import Record
from app.model.sync.ledger import NEVER, Version
from app.model.sync.merge import Merged, merge
from app.model.sync.op import Op
from app.model.sync.pending import Pending
from app.model.sync.shadow import Shadow

Made = Callable[[str, Record | None], Op]
"""Makes an op of this device's for the record, from a base and a body."""


@dataclass(frozen=True, slots=True)
class Replica:
    """What is seen here, what the server had, and what it has still to hear."""

    body: Record | None = None
    shadow: Shadow = field(default_factory=Shadow)
    pending: Pending = field(default_factory=Pending)


@dataclass(frozen=True, slots=True)
class Met:
    """The replica from now on; what has to be kept beside it, and said."""

    replica: Replica
    copy: Record | None = None
    note: str = ""


def changed(here: Replica, by: Op) -> Replica:
    """Somebody has changed it here. What is made and deleted before it was sent needs no sending."""
    after = here.pending.changed(replace(by, base=here.shadow.version))
    if by.body is None and not here.shadow.version and after.sent is None:
        after = Pending()
    return Replica(by.body, here.shadow, after)


def taken(here: Replica, there: Version) -> Replica:
    """The server has what was sent, as this version."""
    return Replica(here.body, here.shadow.moved(there.name, there.body), here.pending.taken(there.name))


def unsent(here: Replica) -> Replica:
    """What was sent was not taken: it waits again, unless somebody has changed the record since."""
    was = here.pending
    return replace(here, pending=Pending(None, was.waiting or was.sent, was.refused))


def parked(here: Replica, reason: str) -> Replica:
    """The server will never take what was sent."""
    waits = unsent(here)
    return replace(waits, pending=replace(waits.pending, refused=reason))


def retried(here: Replica) -> Replica:
    """What the server has refused goes to it once more."""
    return replace(here, pending=replace(here.pending, refused=""))


def discarded(here: Replica) -> Replica:
    """The change is given up: the record is what the server has."""
    return Replica(here.shadow.body, here.shadow)


def met(here: Replica, there: Version, made: Made, kind: str, *, other_past: bool = False) -> Met:
    """The server has this version now; nothing that was sent is without an answer.

    `other_past`: the server was restored, and no longer knows all that it once took from this device.
    """
    if there.name == here.shadow.version:
        return Met(here)
    went_back = there.name in here.shadow.before or there == NEVER
    shadow = here.shadow.moved(there.name, there.body)
    if went_back:
        merged = Merged(here.body)
    elif here.pending.empty and not (other_past and here.shadow.version):
        merged = Merged(there.body)
    else:
        merged = merge(kind, None if other_past else here.shadow.body, here.body, there.body)
    same = merged.body == there.body
    pending = Pending() if same else Pending(None, made(there.name, merged.body))
    return Met(Replica(merged.body, shadow, pending), merged.copy, merged.note)
