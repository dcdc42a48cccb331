"""A change to the records that lands whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
"""One record: a JSON object."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to put, keys to delete, and what must still be true for any of it to happen."""

    put: Mapping[str, Record] = field(default_factory=dict[str, Record])
    delete: tuple[str, ...] = ()
    expect: Mapping[str, Record | None] = field(default_factory=dict[str, "Record | None"])
    """Key to the record that must be there now, None for no record."""
