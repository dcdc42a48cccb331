"""Bytes say what they are, whatever they are called."""

from __future__ import annotations

from io import FileIO
from pathlib import Path

import pytest

from server.sniff import audio_type, image_type, reason_against
from tests.server.encoded import FORMATS, PIPED

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}


def sniffed(path: Path, data: bytes) -> tuple[str | None, str]:
    path.write_bytes(data)
    with FileIO(path) as file:
        return audio_type(file), reason_against(file)


@pytest.mark.parametrize("name", [*FORMATS, *PIPED])
def test_audio_is_known_without_its_name(encoded: Path, tmp_path: Path, name: str) -> None:
    assert sniffed(tmp_path / "nameless", (encoded / name).read_bytes())[0] == TYPES[Path(name).suffix]


def test_an_mp3_may_begin_with_a_large_picture_or_with_rubbish(encoded: Path, tmp_path: Path) -> None:
    frames = (encoded / "bare.mp3").read_bytes()
    size = 300_000
    tag = b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + b"\xff" * size
    assert sniffed(tmp_path / "tagged", tag + frames)[0] == "audio/mpeg"
    assert sniffed(tmp_path / "padded", b"\0" * 2000 + frames)[0] == "audio/mpeg"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xef\xbb\xbf\r\n<html>", "web page"),
        (b"\0" * 4000, "zeros"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 12, "sound track"),
        (b"just text", "not audio"),
        (b"\xff\xfe" + "text in UTF-16".encode("utf-16-le") * 50, "not audio"),
        (b"\xff\xfb\x90\x00 two bytes of sync prove nothing" * 3, "not audio"),
        (b"OggS" + b"\0" * 24 + b"\x80theora", "not audio"),
        (b"RIFF\0\0\0\0WAVEfmt \x14\0\0\0\x11\0", "not audio"),
        (b"MZ" + bytes(range(256)) * 40, "not audio"),
    ],
)
def test_what_is_not_audio_is_refused_for_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    kind, why = sniffed(tmp_path / "song.mp3", data)
    assert kind is None
    assert reason in why and why.endswith(".")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x10\0\0\0WEBP", "image/webp"),
        (b"GIF89a", "image/gif"),
        (b"<svg xmlns=", None),
        (b"BM", None),
        (b"", None),
    ],
)
def test_pictures_are_the_four_kinds_that_browsers_show(head: bytes, kind: str | None) -> None:
    assert image_type(head) == kind
