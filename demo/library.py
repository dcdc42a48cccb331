"""The demo on disk."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from demo.albums import TRACKS
from demo.artwork import cover
from demo.encoder import encoded
from demo.performance import perform
from demo.track import Album, Track
from demo.wav import wav

MAKING = ".making"


def make_demo(folder: Path) -> Path:
    """The folder, holding the whole demo; what is missing is made, what is there is left alone.

    Each file appears whole under its final name. Raises OSError when the folder can't be written.
    """
    albums = dict.fromkeys(track.album for track in TRACKS)
    missing = [track for track in TRACKS if not _made(folder, track)]
    if not missing and all(_cover(folder, album).is_file() for album in albums):
        return folder
    making = folder / MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for album in albums:
        _make_cover(folder, album)
    with ThreadPoolExecutor() as pool:
        list(pool.map(_make_track, repeat(folder), missing))
    shutil.rmtree(making)
    return folder


def _place(folder: Path, album: Album) -> Path:
    return folder / f"{album.artist} - {album.title}"


def _cover(folder: Path, album: Album) -> Path:
    return _place(folder, album) / "cover.png"


def _stem(track: Track) -> str:
    return f"{track.number:02} {track.title}"


def _made(folder: Path, track: Track) -> bool:
    place = _place(folder, track.album)
    return any((place / (_stem(track) + suffix)).is_file() for suffix in (track.format, ".wav"))


def _make_cover(folder: Path, album: Album) -> None:
    partial = folder / MAKING / f"{album.title}.png"
    partial.write_bytes(cover(album.style))
    _place(folder, album).mkdir(exist_ok=True)
    os.replace(partial, _cover(folder, album))


def _make_track(folder: Path, track: Track) -> None:
    sound = folder / MAKING / f"{track.album.title}, {_stem(track)}.wav"
    sound.write_bytes(wav(track, perform(track)))
    target = sound.with_suffix(track.format)
    if target != sound and encoded(track, sound, _cover(folder, track.album), target):
        sound = target
    os.replace(sound, _place(folder, track.album) / (_stem(track) + sound.suffix))
