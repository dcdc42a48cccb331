"""What an op must be for the server to take it at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, cast

from app.model.sync.exchanged import Refusal
from app.model.sync.kinds import KINDS
from app.model.sync.op import Op

KEY = re.compile(rf"({'|'.join(KINDS)})/[A-Za-z0-9._-]{{1,100}}")
NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
MOST = 256 * 1024
"""Bytes of a body: a playlist of some thousand tracks."""
DEEPEST = 32
"""Objects and lists within each other: what reads them back gives up somewhere."""
NONSENSE = Refusal("This is no change that this server knows; it was not taken.")
TOO_LARGE = Refusal("This is larger than a record may be; it was not taken. Take something off it.")


def refusal(op: Op) -> Refusal | None:
    """Why this op is never taken, or None."""
    if not KEY.fullmatch(op.key) or not NAME.fullmatch(op.id) or (op.base and not NAME.fullmatch(op.base)):
        return NONSENSE
    if deeper(op.body, DEEPEST):
        return NONSENSE
    try:
        size = len(json.dumps(op.body, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:  # half a character, or no number: no JSON
        return NONSENSE
    return TOO_LARGE if size > MOST else None


def deeper(value: Any, levels: int) -> bool:
    """Whether objects and lists are within each other on more levels than that."""
    inside: Iterable[Any] = ()
    if isinstance(value, dict):
        inside = cast("dict[str, Any]", value).values()
    elif isinstance(value, list):
        inside = cast("list[Any]", value)
    else:
        return False
    return levels == 0 or any(deeper(each, levels - 1) for each in inside)
