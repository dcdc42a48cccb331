"""Uploads on disk: the part of each that has arrived, and beside it the note of what it is to become.

How much has arrived is the size of the part. A note without a part says that the bytes were whole and what
was announced, and went to the shelf: so a part is there before its note, and its note goes before it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from server.publish import publish, sync_folder
from server.uploads.note import ID, Note, note

NOTE = ".json"


class NotFlushed(OSError):
    """The disk did not take what was written: nobody knows which bytes of the part are there."""


class Parts:
    """The folder of all uploads. Everything here blocks, and may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        """Make the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sync_folder(self.folder.parent)

    def path(self, name: str) -> Path:
        """Where the part of an upload is."""
        return self.folder / name

    def note(self, name: str) -> Note | None:
        """The note of an upload; None when there is no such upload."""
        if not ID.fullmatch(name):
            return None
        try:
            return note(self._note(name).read_text("utf-8"))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def begin(self, begun: Note) -> None:
        """An upload of which nothing has arrived."""
        self.path(begun.id).touch(exist_ok=False)
        sync_folder(self.folder)
        self.tell(begun)

    def tell(self, of: Note) -> None:
        """An upload whose bytes are on the shelf already."""
        publish(self._note(of.id), of.text().encode())

    def size(self, name: str) -> int | None:
        """Bytes that have arrived for good; None when they went to the shelf. Raises NotFlushed."""
        try:
            handle = os.open(self.path(name), os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            flush(handle)
            return os.fstat(handle).st_size
        finally:
            os.close(handle)

    def drop(self, name: str) -> None:
        """Forget an upload and what has arrived of it."""
        self._note(name).unlink(missing_ok=True)
        sync_folder(self.folder)
        self.path(name).unlink(missing_ok=True)

    def arrived(self, user: str) -> int:
        """Bytes of all uploads of a user that are not on the shelf."""
        sizes = {path.name: path.stat().st_size for path in self.folder.iterdir() if not path.suffix}
        notes = (self.note(name) for name in sizes)
        return sum(sizes[each.id] for each in notes if each and each.user == user)

    def older(self, than: float) -> set[str]:
        """Uploads, and what is left of some, of which nothing has arrived since."""
        return {path.stem for path in self.folder.iterdir() if self.is_older(path.stem, than)}

    def is_older(self, name: str, than: float) -> bool:
        """Whether nothing of it has arrived since. What is not there is not older."""
        for path in (self.path(name), self._note(name), self.folder / f"{name}.tmp"):
            with suppress(FileNotFoundError):
                return path.stat().st_mtime < than
        return False

    def clear(self, name: str) -> None:
        """Drop an upload, or whatever else is left by that name."""
        self.drop(name)
        (self.folder / f"{name}.tmp").unlink(missing_ok=True)

    def _note(self, name: str) -> Path:
        return self.folder / (name + NOTE)


def flush(handle: int) -> None:
    """Have the disk take what was written. Raises NotFlushed."""
    try:
        os.fsync(handle)
    except OSError as error:
        raise NotFlushed(error.errno, error.strerror) from error
