"""Putting bytes under their final name, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4


def publish(path: Path, data: bytes) -> None:
    """Write `data` to `path` durably: temporary file, fsync, rename, fsync of the folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp = path.with_name(f"{uuid4().hex}.tmp")
    try:
        with tmp.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        tmp.replace(path)
    except BaseException:
        tmp.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def publish_file(made: Path, path: Path) -> None:
    """Put the whole file `made`, on the same disk, under its final name durably. Raises OSError.

    When that is its name already, as after a kill in between, it is only flushed.
    """
    path.parent.mkdir(exist_ok=True)
    sync_folder(path.parent.parent)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
