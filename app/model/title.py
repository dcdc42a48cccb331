"""What the name of an untagged file and the folders around it say about it."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote

from app.model.words import Words

NUMBER = re.compile(r"(?:[1-9]-)?(?:(\d{1,3})\s*[-.)]+\s*(?=\D)|(0\d{1,2})\s+)(?=\S)")
"""A track number in front: `3 - `, `03. `, `1-03 `, and `03 ` but not the 50 of 50 Cent."""
DISC = re.compile(r"(?:cd|dis[ck])\s*(\d{1,2})", re.IGNORECASE)
YEAR = re.compile(r"(?:^[(\[]?((?:19|20)\d\d)[)\]]?\s*[-.]?\s+|\s*[(\[]((?:19|20)\d\d)[)\]]$)")
BRACKETS = re.compile(r"\s*\[[^\]]*\]$")
PLAIN = frozenset(
    "audio downloads files flac media misc mp3 music musik new unsorted untitled various wav".split()
)
"""Folder names that are no album's."""


def plain(name: str) -> str:
    """A file name made readable: underscores, dots for spaces, %20, odd spaces, trailing [brackets]."""
    text = os.fsencode(name).decode("utf-8", "replace")
    text = unquote(text) if "%20" in text else text
    text = text.replace("_", " ")
    if " " not in text and text.count(".") > 1:
        text = text.replace(".", " ")
    text = " ".join(normalize("NFC", text).split())
    text = BRACKETS.sub("", text) or text
    return text[:1].upper() + text[1:] if text.islower() else text


def words_of_path(path: bytes) -> Words:
    """Title, artist, album, disc, track and year of an untagged file, as far as `path` tells."""
    place = PurePosixPath(os.fsdecode(path))
    number, rest = numbered(plain(place.stem) or place.name.strip() or "Untitled")
    folders = [plain(name) for name in place.parts[:-1]]
    disc = DISC.fullmatch(folders[-1]) if folders else None
    artist, album, year = _folders(folders[:-1] if disc else folders)
    parts = [part for part in rest.split(" - ") if part]
    title = rest
    if len(parts) > 1 and (not artist or parts[0].casefold() == artist.casefold()):
        artist, album, number, title = _parts(parts, album, number)
    return Words(title, artist, album, int(disc[1]) if disc else None, number, year)


def numbered(text: str) -> tuple[int | None, str]:
    """The track number in front of `text`, and the rest; a bare number is a title of its own."""
    match = NUMBER.match(text)
    if match:
        return int(match[1] or match[2]) or None, text[match.end() :]
    return (int(text), f"Track {int(text)}") if re.fullmatch(r"\d{1,2}", text) else (None, text)


def _parts(parts: list[str], album: str, number: int | None) -> tuple[str, str, int | None, str]:
    """`Artist - Title`, `Artist - 03 - Title` or `Artist - Album - 03 - Title`."""
    artist, *middle, title = parts
    tail, title = numbered(title)
    digits = [part for part in middle if part.isdecimal()]
    named = [part for part in middle if not part.isdecimal()]
    number = int(digits[-1][:3]) if digits else number or tail
    return artist, named[0] if named else album, number, " - ".join([*named[1:], title])


def _folders(folders: list[str]) -> tuple[str, str, int | None]:
    """Artist, album and year of `Artist/Album` or `Artist - Album` or `Album`."""
    if not folders or folders[-1].casefold() in PLAIN:
        return "", "", None
    year = YEAR.search(folders[-1])
    album = YEAR.sub("", folders[-1]).strip() or folders[-1]
    artist = folders[-2] if len(folders) > 1 and folders[-2].casefold() not in PLAIN else ""
    if not artist and " - " in album:
        artist, album = album.split(" - ", 1)
    return artist, album, int(year[1] or year[2]) if year else None
