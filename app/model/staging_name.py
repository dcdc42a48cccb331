"""What a staging may be called: names never become paths."""

from __future__ import annotations

import re
from hashlib import sha256

PATTERN = re.compile(r"[A-Za-z0-9-]{1,64}")


def staging_name(text: str) -> str:
    """`text` itself. Raises ValueError unless it is letters, digits and `-`, at most 64."""
    if not PATTERN.fullmatch(text):
        raise ValueError(f"not a staging name: {text[:80]!r}")
    return text


def staged_as(kind: str, key: str) -> str:
    """The name of the staging in which bytes of this kind arrive for an asset: its key may hold anything."""
    plain = len(key) <= 40 and PATTERN.fullmatch(key)
    return f"{kind}-{key if plain else sha256(key.encode()).hexdigest()[:40]}"
