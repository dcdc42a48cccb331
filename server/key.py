"""The opaque name of a track in URLs."""

from __future__ import annotations

from hashlib import blake2b


def key_of(path: bytes) -> str:
    """32 hex digits: BLAKE2b (RFC 7693) of the path in the library folder, so it survives a lost index."""
    return blake2b(path, digest_size=16).hexdigest()
