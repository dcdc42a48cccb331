"""Reading one file of the library: what it is, what it says of itself, its cover."""

from __future__ import annotations

import os
from hashlib import sha256
from io import FileIO
from pathlib import Path

from server.cover import Cover, Covers, NotAPicture
from server.inside import open_inside
from server.key import key_of
from server.sniff import audio_type, reason_against
from server.tags import Tags, Unreadable, read_tags
from server.track import Skipped, Track
from server.walk import Found, beside

NAMES = {
    "audio/aac": ("AAC", b".aac"),
    "audio/flac": ("FLAC", b".flac"),
    "audio/mp4": ("M4A", b".m4a", b".m4b"),
    "audio/mpeg": ("MP3", b".mp3"),
    "audio/ogg": ("Ogg", b".oga", b".ogg", b".opus"),
    "audio/wav": ("WAV", b".wav", b".wave"),
}
LARGEST = 32 * 1024 * 1024
"""Bytes of a picture file beside a track that are read."""


def read(folder: Path, found: Found, covers: Covers) -> Track | Skipped:
    """The track in `found`, or why it is none. Blocks."""
    try:
        with open_inside(folder, found.path) as file:
            return _track(folder, found, file, covers)
    except Unreadable as error:
        return Skipped(found.path, found.stamp, str(error))
    except OSError as error:
        return Skipped(found.path, "", f"It can't be read ({error.strerror or error}).")


def cover_of(folder: Path, nearby: bytes | None, tags: Tags, covers: Covers) -> Cover | None:
    """The embedded picture, else the one beside the track, made into covers; None when neither is one."""
    for picture in (tags.picture, _small(folder, nearby)):
        try:
            if picture:
                return covers.make(picture)
        except NotAPicture:
            continue
    return None


def picture_of(folder: Path, track: Track) -> bytes:
    """The picture bytes that a track's cover was made from, read again. Raises OSError, NotAPicture."""
    with open_inside(folder, track.path) as file:
        try:
            embedded = read_tags(file, track.path, track.media_type).picture
        except Unreadable as error:
            raise NotAPicture from error
    if sha256(embedded).hexdigest() == track.cover:
        return embedded
    return _small(folder, beside(folder, os.path.dirname(track.path)))


def _track(folder: Path, found: Found, file: FileIO, covers: Covers) -> Track | Skipped:
    status = os.fstat(file.fileno())
    if not status.st_size:
        return Skipped(
            found.path, found.stamp, "It is empty (0 bytes); the copy it came from probably failed."
        )
    media_type = audio_type(file)
    if media_type is None:
        return Skipped(found.path, found.stamp, reason_against(file))
    tags = read_tags(file, found.path, media_type)
    cover = cover_of(folder, found.beside, tags, covers)
    return Track(
        key=key_of(found.path),
        path=found.path,
        stamp=found.stamp,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        media_type=media_type,
        duration=tags.duration,
        words=tags.words,
        cover=cover.digest if cover else None,
        hue=cover.hue if cover else None,
        notice=_notice(found.path, media_type),
    )


def _small(folder: Path, path: bytes | None) -> bytes:
    if path is None:
        return b""
    try:
        with open_inside(folder, path) as file:
            return file.readall() if os.fstat(file.fileno()).st_size <= LARGEST else b""
    except OSError:
        return b""


def _notice(path: bytes, media_type: str) -> str:
    name, *ends = NAMES[media_type]
    end = os.path.splitext(path)[1].lower()
    if end in ends:
        return ""
    return f"Its name ends in {os.fsdecode(end)}, but it holds {name} audio; it plays as what it is."
