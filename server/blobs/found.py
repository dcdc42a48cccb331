"""What bytes on disk turn out to be."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import file_digest
from io import FileIO
from pathlib import Path

from app.model.ref import Ref
from server.sniff import media_type


@dataclass(frozen=True, slots=True)
class Found:
    """A file's hash, its size in bytes, and its type as its bytes tell it."""

    ref: Ref
    size: int
    media_type: str


def look(path: Path) -> Found:
    """Read the file from its first byte to its last, in pieces. Blocks. Raises OSError."""
    with FileIO(path, "rb") as file:
        ref = Ref("sha256-" + file_digest(file, "sha256").hexdigest())
        return Found(ref, os.fstat(file.fileno()).st_size, media_type(file))
