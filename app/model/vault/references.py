"""Which records name which blobs: derived from the records, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from app.model.batch import Record
from app.model.ref import PATTERN, Ref

HOLDING = frozenset({"keep/", "outbox/", "transfer/", "unclaimed/"})
"""Kinds of records whose blobs must stay."""
LISTING = frozenset(
    {
        "asset/",
        "conflict/",
        "count/",
        "favourite/",
        "head/",
        "held/",
        "legacy/",
        "library/",
        "log/",
        "playlist/",
        "position/",
        "quarantine/",
        "scrub/",
        "setting/",
        "shadow/",
        "upload/",
        "used/",
    },
)
"""Kinds of records that may speak of blobs, and hold none of them."""


def kind(key: str) -> str:
    """The kind of the record under `key`, with its slash."""
    return key[: key.index("/") + 1]


def references(records: Iterable[tuple[str, Record]]) -> frozenset[Ref]:
    """Every blob that one of these records holds, wherever in the record, or in its key, it is named.

    A record of a kind that nobody here knows holds what it names: a later version wrote it.
    """
    return frozenset(
        ref for key, record in records if kind(key) not in LISTING for ref in named([key.split("/"), record])
    )


def named(value: Any) -> Iterator[Ref]:
    """Every ref in a JSON value."""
    if isinstance(value, str):
        if PATTERN.fullmatch(value):
            yield Ref(value)
    elif isinstance(value, (list, tuple)):
        for each in cast("Iterable[Any]", value):
            yield from named(each)
    elif isinstance(value, dict):
        for each in cast("dict[str, Any]", value).values():
            yield from named(each)
