"""What devices and the server say to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.sync.ledger import Answer, Version


@dataclass(frozen=True, slots=True)
class Commit:
    """One change that the server has taken: its place in the order of all, and the op that it was.

    A server that does not know a commit that it once told of has been restored from an older backup.
    """

    place: int = 0
    op: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An op that the server will never take, and why, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answers to ops, in their order, and the last commit that the server has now."""

    answers: Sequence[Answer | Refusal]
    head: Commit


@dataclass(frozen=True, slots=True)
class Pulled:
    """Records that changed after a place, each as it is now; where to go on, and whether there is more."""

    items: Sequence[tuple[str, Version]]
    place: int
    more: bool
    head: Commit


class OtherPast(Exception):
    """The server does not know the commit: it has another past than the one it told of."""
