"""The name of a blob: `sha256-` and 64 lower-case hex digits of its bytes' SHA-256 (FIPS 180-4)."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NewType

Ref = NewType("Ref", str)

PATTERN = re.compile(r"sha256-[0-9a-f]{64}")


def ref(text: str) -> Ref:
    """`text` as a ref. Raises ValueError when it is anything else: names never become paths."""
    if not PATTERN.fullmatch(text):
        raise ValueError(f"not a ref: {text[:80]!r}")
    return Ref(text)


def ref_of(data: bytes) -> Ref:
    """The ref of these bytes."""
    return Ref("sha256-" + sha256(data).hexdigest())
