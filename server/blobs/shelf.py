"""Blobs on disk: each under the name of its hash, never written in place, never there before it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from app.model.ref import PATTERN, Ref
from server.publish import publish_file, sync_folder


class Shelf:
    """The blobs of all users: the same bytes are there once, whoever brought them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make the folder. Blocks. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        sync_folder(self._folder.parent)

    def path(self, ref: Ref) -> Path:
        """Where those bytes are, or would be."""
        return self._folder / folder_of(ref) / ref

    def size(self, ref: Ref) -> int | None:
        """Bytes of a blob; None when it is not there. Blocks."""
        try:
            return self.path(ref).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, ref: Ref) -> FileIO:
        """A blob, unbuffered. Blocks. Raises OSError."""
        return FileIO(self.path(ref), "rb")

    def put(self, made: Path, ref: Ref) -> None:
        """Take over the file `made`, of that hash; it may be the blob itself. Blocks. Raises OSError."""
        publish_file(made, self.path(ref))

    def drop(self, ref: Ref) -> None:
        """Have a blob no more. Blocks. Raises OSError."""
        self.path(ref).unlink(missing_ok=True)

    def blobs(self) -> Iterator[tuple[Ref, float]]:
        """Every blob, and when its last byte was written. Blocks."""
        for path in self.files():
            if PATTERN.fullmatch(path.name) and path.parent.name == folder_of(Ref(path.name)):
                yield Ref(path.name), path.stat().st_mtime

    def files(self) -> Iterator[Path]:
        """Every file, blob or not. Blocks."""
        return (path for path in self._folder.rglob("*") if path.is_file())


def folder_of(ref: Ref) -> str:
    """The folder on the shelf where a blob lies: no folder gets too long."""
    return ref.removeprefix("sha256-")[:2]
