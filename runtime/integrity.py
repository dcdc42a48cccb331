"""The checksum that a fetched file must have."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Integrity:
    """A digest and its algorithm, read from `sha512-<base64>` (Subresource Integrity) or `sha256:<hex>`."""

    algorithm: str
    digest: bytes

    @classmethod
    def parse(cls, text: str) -> Integrity:
        """Raises ValueError when the text is neither of the two forms."""
        if text.startswith("sha256:"):
            return cls("sha256", bytes.fromhex(text.removeprefix("sha256:")))
        algorithm, _, encoded = text.partition("-")
        if algorithm not in ("sha256", "sha384", "sha512"):
            raise ValueError(f"not a checksum: {text!r}")
        return cls(algorithm, base64.b64decode(encoded, validate=True))

    def matches(self, content: bytes) -> bool:
        """Whether these bytes are the ones meant."""
        return hashlib.new(self.algorithm, content).digest() == self.digest
