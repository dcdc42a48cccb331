"""A change to one record, on its way to the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from app.model.batch import Record


@dataclass(frozen=True, slots=True)
class Op:
    """`id` is made where and when somebody makes the change; it then names the version that comes of it."""

    id: str
    key: str
    """Of the record: `kind/id`."""
    base: str
    """The version it was made from; empty when it was made from none."""
    body: Record | None
    """The record from now on; None deletes it."""
    device: str = ""
    at: float = 0.0
    """Seconds since 1970 by that device's clock: to be shown, never to decide by."""

    def as_json(self) -> Record:
        """The op as plain JSON; `op(...)` reads it back."""
        return asdict(self)


def op(line: Mapping[str, Any]) -> Op:
    """An op from its JSON. Raises KeyError, TypeError or ValueError for anything that is not one."""
    body = line["body"]
    if body is not None and not isinstance(body, dict):
        raise TypeError("a body is an object or null")
    device, at = str(line.get("device", "")), float(line.get("at", 0.0))
    record = cast("Record | None", body)
    return Op(str(line["id"]), str(line["key"]), str(line["base"]), record, device, at)
