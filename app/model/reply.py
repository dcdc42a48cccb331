"""What the server answered to a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """A parsed JSON document and its validator (RFC 9110 ETag, empty when there is none)."""

    body: Any
    etag: str = ""
