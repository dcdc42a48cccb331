"""What the server was last known to have under a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.batch import Record

KIND = "shadow/"
REMEMBERED = 16
"""Versions before the present one that are known again, should the server have gone back to one."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """A version and its body, None for a deleted record. Of a record it never had, `version` is empty."""

    version: str = ""
    body: Record | None = None
    before: tuple[str, ...] = ()
    """Versions that this device has seen there earlier, the latest first."""

    def moved(self, version: str, body: Record | None) -> Shadow:
        """The server has another version."""
        if version == self.version:
            return Shadow(version, body, self.before)
        before = (self.version, *self.before) if self.version else self.before
        return Shadow(version, body, tuple(each for each in before if each != version)[:REMEMBERED])

    def as_json(self) -> Record:
        """The record under `shadow/` and the key; `shadow(...)` reads it back."""
        return {"version": self.version, "body": self.body, "before": list(self.before)}


def shadow(record: Mapping[str, Any] | None) -> Shadow:
    """A shadow from its record; of none, that of a record the server never had."""
    if record is None:
        return Shadow()
    return Shadow(str(record["version"]), record["body"], tuple(map(str, record["before"])))
