"""Untagged files get the name a person would give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.title import words_of_path


@pytest.mark.parametrize(
    ("path", "title", "track"),
    [
        ("03 - Foo_Bar.mp3", "Foo Bar", 3),
        ("03. Foo.mp3", "Foo", 3),
        ("03 Foo.mp3", "Foo", 3),
        ("3) Foo.mp3", "Foo", 3),
        ("1-07 Foo.mp3", "Foo", 7),
        ("11.mp3", "Track 11", 11),
        ("50 Cent.mp3", "50 Cent", None),
        ("99 Luftballons.mp3", "99 Luftballons", None),
        ("1979.mp3", "1979", None),
        ("time_to_strike.mp3", "Time to strike", None),
        ("my.first.song.mp3", "My first song", None),
        ("St. Anger.mp3", "St. Anger", None),
        ("Foo%20Bar.mp3", "Foo Bar", None),
        ("Foo [320kbps].mp3", "Foo", None),
        ("[untitled].mp3", "[untitled]", None),
        ("e\u0301tude.mp3", "Étude", None),
        ("___.mp3", "___.mp3", None),
    ],
)
def test_titles(path: str, title: str, track: int | None) -> None:
    words = words_of_path(path.encode())
    assert (words.title, words.track) == (title, track)


@pytest.mark.parametrize(
    ("path", "artist", "album", "title"),
    [
        ("Harbour/Tides/01 Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour/Tides/CD 2/01 Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour/2019 - Tides/01 Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour/Tides (2019) [FLAC]/Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour - Tides/01 Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour - Slate.mp3", "Harbour", "", "Slate"),
        ("Harbour - Tides - 03 - Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Music/Harbour - Slate.mp3", "Harbour", "", "Slate"),
        ("Harbour/Tides/Harbour - Slate.mp3", "Harbour", "Tides", "Slate"),
        ("Harbour/Tides/Slate - Live.mp3", "Harbour", "Tides", "Slate - Live"),
        ("Music/Harbour/Tides/Slate.mp3", "Harbour", "Tides", "Slate"),
        ("downloads/slate.mp3", "", "", "Slate"),
    ],
)
def test_folders(path: str, artist: str, album: str, title: str) -> None:
    words = words_of_path(path.encode())
    assert (words.artist, words.album, words.title) == (artist, album, title)


@given(st.binary(min_size=1, max_size=60).filter(lambda name: b"\0" not in name and not name.endswith(b"/")))
def test_no_name_leaves_a_track_without_a_title(path: bytes) -> None:
    words = words_of_path(path)
    assert words.title.strip()
    words.title.encode()
