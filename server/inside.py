"""Opening what lies inside a folder, and nothing else."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path
from stat import S_ISREG

FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Outside(PermissionError):
    """The path, its links followed, leads out of the folder."""


def real_path(folder: Path, path: bytes) -> bytes:
    """`path` below `folder` with every link followed. Raises Outside, or OSError when there is nothing."""
    root = os.path.realpath(os.fsencode(folder), strict=True)
    real = os.path.realpath(os.path.join(root, path), strict=True)
    if os.path.commonpath([root, real]) != root:
        raise Outside("a link leads out of the folder")
    return real


def open_inside(folder: Path, path: bytes) -> FileIO:
    """The regular file at `path` below `folder`, unbuffered. Raises Outside or another OSError."""
    file = os.open(real_path(folder, path), FLAGS)
    if not S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise PermissionError("not a regular file")
    return FileIO(file, "rb")
