"""Durations are true, words are clean."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from io import FileIO
from pathlib import Path

import pytest

from app.model.tagged import text, whole, year
from server.sniff import audio_type
from server.tags import Unreadable, read_tags
from tests.server.encoded import FORMATS, PIPED, SECONDS, decoded_seconds, encode

MUSIC = Path("/usr/share/games/asc/music")
FRAMES = 0.25
"""Seconds by which an encoder's padding may differ between the header and a decoder: a few frames."""


def tags_of(path: Path):
    with FileIO(path) as file:
        kind = audio_type(file)
        assert kind
        return read_tags(file, path.name.encode(), kind)


@pytest.mark.parametrize("name", [*FORMATS, *PIPED])
def test_durations_are_what_a_decoder_gets(encoded: Path, name: str) -> None:
    assert tags_of(encoded / name).duration == pytest.approx(decoded_seconds(encoded / name), abs=FRAMES)


UNTAGGED = {"adts.aac", *PIPED}


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in UNTAGGED])
def test_tags_are_read(encoded: Path, name: str) -> None:
    words = tags_of(encoded / name).words
    assert (words.title, words.artist, words.album) == ("Slate", "Harbour", "Tides")
    assert (words.year, words.genre) == (2019, "Folk")
    assert words.track == (None if name.endswith(".wav") else 3)


def test_a_wav_cut_short_lasts_as_long_as_what_is_there(encoded: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.wav"
    cut.write_bytes((encoded / "int16.wav").read_bytes()[:200_000])
    assert tags_of(cut).duration == pytest.approx(200_000 / 44100 / 4, abs=0.01)


def test_zeros_behind_a_wav_cost_no_time(encoded: Path, tmp_path: Path) -> None:
    padded = tmp_path / "padded.wav"
    padded.write_bytes((encoded / "int16.wav").read_bytes())
    os.truncate(padded, 1 << 30)
    began = time.monotonic()
    assert tags_of(padded).words.title == "Slate"
    assert tags_of(padded).duration == pytest.approx(SECONDS, abs=0.01)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("name", ["plain.flac", "vorbis.ogg", "plain.m4a", "int16.wav"])
def test_a_header_without_audio_is_refused(encoded: Path, tmp_path: Path, name: str) -> None:
    data = (encoded / name).read_bytes()
    stub = tmp_path / name
    stub.write_bytes(data[:44] if name.endswith(".wav") else data[:60])
    with FileIO(stub) as file:
        kind = audio_type(file)
        if kind:
            with pytest.raises(Unreadable, match=r"cut short.*\."):
                read_tags(file, b"x", kind)


def test_words_are_clean() -> None:
    assert text("  A\tB\r\n\0C\x1b[31m ") == "A B C [31m"
    assert text("e\u0301") == "é"
    assert text("\ud800x") == "?x"
    assert len(text("x" * 10_000)) == 300
    assert (whole(0, 9), whole(10, 9), whole(9, 9), whole(None, 9)) == (None, None, 9, None)
    assert [year(v) for v in ("1999-04", "20010203", "1987", "97", "", None)] == [
        1999,
        None,
        1987,
        None,
        None,
        None,
    ]


def test_untagged_files_are_named_after_their_path(tmp_path: Path) -> None:
    path = encode(tmp_path / "03 - Foo_Bar.mp3", seconds=0.5, tagged=False)
    words = tags_of(path).words
    assert (words.title, words.track) == ("Foo Bar", 3)


@pytest.mark.skipif(not MUSIC.is_dir(), reason="Debian's asc-music is not installed")
@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
@pytest.mark.parametrize("path", sorted(MUSIC.glob("*.mp3")), ids=lambda path: path.name)
def test_real_music_lasts_as_long_as_ffprobe_says(path: Path) -> None:
    probe = ("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path))
    told = float(subprocess.run(probe, capture_output=True, text=True, check=True).stdout)
    assert tags_of(path).duration == pytest.approx(told, abs=0.1)
