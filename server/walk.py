"""What lies in the library folder, without opening any of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from server.inside import Outside, real_path
from server.track import Skipped

AUDIO = frozenset(b".aac .flac .m4a .m4b .mp3 .oga .ogg .opus .wav .wave".split())
FOREIGN = frozenset(b".aif .aiff .ape .dsf .mid .midi .mka .mpc .ra .tta .wma .wv".split())
"""Audio by name, of kinds that are not played here: named among the problems rather than passed over."""
CLOSED = "This folder can't be opened; give Larder the right to read it."
UNPLAYED = "Larder plays MP3, M4A, AAC, Ogg, Opus, FLAC and WAV; this is none of them."
COVER_NAMES = ("cover", "folder", "front")
COVER_ENDS = (".jpg", ".jpeg", ".png", ".webp")
COVERS = tuple(os.fsencode(name + end) for name in COVER_NAMES for end in COVER_ENDS)
"""Pictures that stand for the tracks beside them, best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a track. `path` and `beside`, the picture next to it, are relative to the folder."""

    path: bytes
    size: int
    mtime_ns: int
    beside: bytes | None
    stamp: str


@dataclass(slots=True)
class Walk:
    """Everything one walk met. Below `closed` folders nothing is known, which is not: nothing there."""

    found: list[Found] = field(default_factory=list[Found])
    refused: list[Skipped] = field(default_factory=list[Skipped])
    closed: list[bytes] = field(default_factory=list[bytes])

    def knows(self, path: bytes) -> bool:
        """Whether the walk could tell that `path` is gone."""
        return not any(path.startswith(folder + b"/") for folder in self.closed)


def walk(folder: Path) -> Walk:
    """Walk `folder`. Blocks. Raises OSError when the folder itself can't be read."""
    seen = Walk()
    pending = [b""]
    while pending:
        below = pending.pop()
        try:
            entries = sorted(_entries(folder, below), key=lambda entry: entry.name)
        except OSError:
            if not below:
                raise
            seen.closed.append(below)
            seen.refused.append(Skipped(below, "", CLOSED))
            continue
        _look(folder, below, entries, seen)
        pending += [_join(below, e.name) for e in reversed(entries) if e.is_dir(follow_symlinks=False)]
    return seen


def beside(folder: Path, below: bytes) -> bytes | None:
    """The picture that stands for the tracks right in `below`, or None. Raises OSError."""
    picture, _ = _beside([*_entries(folder, below)])
    return _join(below, picture) if picture else None


def _entries(folder: Path, below: bytes) -> Iterator[os.DirEntry[bytes]]:
    with os.scandir(os.path.join(os.fsencode(folder), below)) as entries:
        yield from (entry for entry in entries if not entry.name.startswith(b"."))


def _look(folder: Path, below: bytes, entries: list[os.DirEntry[bytes]], seen: Walk) -> None:
    picture, mark = _beside(entries)
    nearby = _join(below, picture) if picture else None
    for entry in entries:
        end = os.path.splitext(entry.name)[1].lower()
        linked_folder = entry.is_symlink() and entry.is_dir()
        if end not in AUDIO and end not in FOREIGN and not linked_folder:
            continue
        try:
            _take(folder, _join(below, entry.name), entry, end, nearby, mark, seen)
        except OSError as error:
            seen.refused.append(Skipped(_join(below, entry.name), "", _reason(error)))


def _take(
    folder: Path,
    path: bytes,
    entry: os.DirEntry[bytes],
    end: bytes,
    nearby: bytes | None,
    mark: str,
    seen: Walk,
) -> None:
    if entry.is_symlink():
        real_path(folder, path)
    status = entry.stat()
    if S_ISDIR(status.st_mode):
        return
    if not S_ISREG(status.st_mode):
        seen.refused.append(Skipped(path, "", "It is not a regular file."))
    elif end in FOREIGN:
        seen.refused.append(Skipped(path, "", UNPLAYED))
    else:
        stamp = f"{status.st_size}-{status.st_mtime_ns}{mark}"
        seen.found.append(Found(path, status.st_size, status.st_mtime_ns, nearby, stamp))


def _beside(entries: list[os.DirEntry[bytes]]) -> tuple[bytes | None, str]:
    pictures = {entry.name.lower(): entry for entry in entries if entry.name.lower() in COVERS}
    best = next((pictures[name] for name in COVERS if name in pictures), None)
    if best is None:
        return None, ""
    try:
        status = best.stat()
    except OSError:
        return None, ""
    return best.name, f"+{status.st_size}-{status.st_mtime_ns}"


def _join(below: bytes, name: bytes) -> bytes:
    return below + b"/" + name if below else name


def _reason(error: OSError) -> str:
    if isinstance(error, Outside):
        return "It is a link that leads out of the library folder; Larder does not follow it."
    if isinstance(error, FileNotFoundError):
        return "It is a link to nothing."
    return f"It can't be read ({error.strerror or error})."
