"""What an op must be for the server to take it at all."""

from __future__ import annotations

import json
import re

from app.model.sync.exchanged import Refusal
from app.model.sync.kinds import KINDS
from app.model.sync.op import Op

KEY = re.compile(rf"({'|'.join(KINDS)})/[A-Za-z0-9._-]{{1,100}}")
NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
MOST = 256 * 1024
"""Characters of a body: a playlist of some thousand tracks."""


def refusal(op: Op) -> Refusal | None:
    """Why this op is never taken, or None."""
    if not KEY.fullmatch(op.key) or not NAME.fullmatch(op.id) or (op.base and not NAME.fullmatch(op.base)):
        return Refusal("This is no change that this server knows; it was not taken.")
    if len(json.dumps(op.body)) > MOST:
        return Refusal("This is larger than a record may be; it was not taken. Take something off it.")
    return None
