"""The record of a save that is wanted: of what, at which place in the queue, and why it failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.asset import Asset, asset
from app.model.batch import Record

KIND = "transfer/"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in the queue of saves; the lowest `order` goes first."""

    asset: Asset
    order: int = 0
    failure: str = ""
    """Why it failed, as a sentence; empty while it is still to be saved."""

    @property
    def key(self) -> str:
        """The record's key."""
        return KIND + self.asset.key

    def as_json(self) -> Record:
        """The record; `ticket(...)` reads it back."""
        return {**self.asset.as_json(), "order": self.order, "failure": self.failure}


def ticket(record: Mapping[str, Any]) -> Ticket:
    """A ticket from its record. Raises KeyError, TypeError or ValueError for anything that is not one."""
    return Ticket(asset(record), int(record.get("order", 0)), str(record.get("failure", "")))
