"""Sync as plain values, read off the core."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from json import dumps
from typing import cast
from urllib.parse import quote

from app.core.larder import Larder
from app.core.sync.conflicts import Open
from app.core.uploads.uploads import Refused, Upload
from app.model.asset import Asset
from app.model.batch import Record
from app.model.sync.copies import name_of
from app.model.sync.op import Op
from app.model.sync.pending import Pending
from app.model.wording import age, plural, when

GONE = "Something the library no longer lists"
NOUNS = {"asset": "Track"}
"""What a person calls a kind of records, where that is another word."""
FIELDS = {
    "name": "Name",
    "title": "Title",
    "artist": "Artist",
    "album": "Album",
    "year": "Year",
    "genre": "Genre",
    "items": "On it",
}
"""What is compared of two sides, by its name in the record."""
MOST = 100
"""Changes that are listed; a long import leaves thousands."""


@dataclass(frozen=True, slots=True)
class OpLine:
    """One change on its way: of the record `key`, what it is about, what was done, and when."""

    key: str
    title: str
    what: str
    when: str
    reason: str = ""
    """Why the server has refused it; empty while it has not."""
    file: str = ""
    """URL of the change as a file, of one that was refused."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Bytes of devices on their way up: `going` is the one that moves, `ahead` how many wait besides."""

    going: Upload | None = None
    ahead: int = 0
    refused: tuple[Refused, ...] = ()
    full: str = ""
    """Why nothing goes at the moment, as a sentence: the server has no room."""
    paused: bool = False

    @property
    def files(self) -> int:
        """How many are still to arrive."""
        return self.ahead + (self.going is not None)

    @property
    def seconds_left(self) -> float | None:
        """Of the one that moves; None while nobody knows."""
        one = self.going
        return (one.total - one.done) / one.rate if one and one.rate > 0 else None


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a conflict says in a field; `differs` from the other."""

    label: str
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A record that two devices changed: `key` is that of the copy, `mine` what it says."""

    key: str
    title: str
    when: str
    device: str
    mine: tuple[Side, ...]
    theirs: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SyncState:
    """What waits, what is parked; `last` is how long ago an exchange went through, empty for never."""

    waiting: int = 0
    parked: int = 0
    torn: int = 0
    """Conflicts that nobody has looked at yet."""
    out: Outgoing = Outgoing()
    held_up: bool = False
    """The last exchange failed: what waits goes with a later one."""
    trouble: str = ""
    """Why, as a sentence, when the server was reached."""
    last: str = ""
    ops: tuple[OpLine, ...] = ()
    refused: tuple[OpLine, ...] = ()
    conflicts: tuple[ConflictCard, ...] = ()


def glance(larder: Larder) -> SyncState:
    """What every view shows of it."""
    unsent, courier = larder.post.unsent, larder.post.courier
    held_up = courier.failing or not larder.reachability.online
    torn, out = len(larder.post.conflicts.all), outgoing(larder)
    return SyncState(len(unsent.waiting), len(unsent.parked), torn, out, held_up, courier.trouble)


def outgoing(larder: Larder) -> Outgoing:
    """The bytes on their way up."""
    up = larder.uploads
    return Outgoing(up.going, up.ahead, tuple(up.refused.values()), up.full, up.paused)


def whole(larder: Larder) -> SyncState:
    """What its own view shows."""
    unsent, at, now = larder.post.unsent, larder.post.courier.last, larder.drivers.clock.now()
    known = ChainMap(larder.brought.all, larder.catalog.by_key)
    waiting = islice(unsent.waiting.items(), MOST)
    return replace(
        glance(larder),
        last=age(now - at) if at else "",
        ops=tuple(line(key, each, known, now) for key, each in waiting),
        refused=tuple(line(key, each, known, now) for key, each in unsent.parked.items()),
        conflicts=tuple(card(each, now) for each in larder.post.conflicts.all.values()),
    )


def card(found: Open, now: float) -> ConflictCard:
    """A conflict as a person sees it."""
    asked, copy = found.sides, {**found.copy, **found.sides.names}
    at = when(asked.at, now) if asked.at else ""
    shown = [(label, said(copy, name), said(found.there, name)) for name, label in FIELDS.items()]
    shown = [(label, mine, theirs) for label, mine, theirs in shown if mine or theirs]
    return ConflictCard(
        key=asked.copy,
        title=name_of(found.there) or name_of(copy),
        when=at,
        device=asked.device,
        mine=tuple(Side(label, mine, mine != theirs) for label, mine, theirs in shown),
        theirs=tuple(Side(label, theirs, mine != theirs) for label, mine, theirs in shown),
    )


def said(body: Record, name: str) -> str:
    """What a record says in a field."""
    value = body.get(name)
    if name == "items":
        return plural(len(cast("list[object]", value)), "track") if isinstance(value, list) else ""
    return "" if value is None else str(value)


def line(key: str, pending: Pending, known: Mapping[str, Asset], now: float) -> OpLine:
    """One change as a person sees it."""
    op = pending.waiting or pending.sent
    if op is None:
        return OpLine(key, "", "", "")
    title, what = told(op, known)
    at = when(op.at, now) if op.at else ""
    return OpLine(key, title, what, at, pending.refused, as_file(op) if pending.refused else "")


def told(op: Op, known: Mapping[str, Asset]) -> tuple[str, str]:
    """What the change is about, and what was done."""
    kind, _, name = op.key.partition("/")
    if kind == "favourite":
        title = known[name].title if name in known else GONE
        return (title, "Favourite" if op.body is not None else "No longer a favourite")
    noun = NOUNS.get(kind, kind.capitalize())
    if op.body is None:
        return (noun, "Deleted")
    what = f"New {noun.lower()}" if not op.base else f"Changed {noun.lower()}"
    return (name_of(op.body) or noun, what)


def as_file(op: Op) -> str:
    """The whole change as a URL to download."""
    text = dumps(op.as_json(), ensure_ascii=False, indent=2)
    return "data:application/json;charset=utf-8," + quote(text)


def changes(count: int) -> str:
    """`3 changes`."""
    return plural(count, "change")
