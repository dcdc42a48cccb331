"""A small picture of each blob that has one: the cover in audio, or the picture itself."""

from __future__ import annotations

import os
from io import FileIO

from app.model.ref import Ref
from server.blobs.holdings import Holding
from server.blobs.shelf import Shelf
from server.cover import Covers, NotAPicture, Size
from server.tags import Unreadable, read_tags

LARGEST = 32 * 1024 * 1024
"""Bytes of a picture that are read."""
REMEMBERED = 10_000


class Thumbnails:
    """Made when they are first asked for, kept with the covers."""

    def __init__(self, shelf: Shelf, covers: Covers) -> None:
        self._covers = covers
        self._shelf = shelf
        self._known: dict[Ref, str] = {}

    def of(self, held: Holding) -> str:
        """Name of the cover made from a blob. Blocks. Raises NotAPicture, OSError."""
        known = self._known.get(held.ref)
        if known is None or not all(self._covers.path(known, size).exists() for size in Size):
            with self._shelf.open(held.ref) as file:
                known = self._covers.make(_picture(file, held)).digest
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[held.ref] = known
        return known


def _picture(file: FileIO, held: Holding) -> bytes:
    if held.media_type.startswith("image/"):
        return file.readall() if held.size <= LARGEST else b""
    if not held.media_type.startswith("audio/"):
        return b""
    try:
        return read_tags(file, os.fsencode(held.ref), held.media_type).picture
    except Unreadable as error:
        raise NotAPicture from error
