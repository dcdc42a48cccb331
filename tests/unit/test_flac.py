"""A FLAC's metadata is walked to its sound, or the file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.audio.flac import flac
from app.model.audio.questions import Questions
from app.model.errors import Undecodable

FLAC = (Path(__file__).parents[1] / "vectors" / "flac16.flac").read_bytes()
ID3 = b"ID3\3\0\0\0\0\0\7" + b"x" * 7


def answered(questions: Questions[int | None], data: bytes) -> int | None:
    try:
        span = next(questions)
        while True:
            span = questions.send(data[span.start : span.end])
    except StopIteration as end:
        return end.value


def sound(data: bytes) -> int | None:
    return answered(flac(len(data)), data)


def test_the_sound_begins_after_the_metadata() -> None:
    start = sound(FLAC)
    assert FLAC[start : start + 2] == b"\xff\xf8"
    assert sound(ID3 + FLAC) == start + len(ID3)


@pytest.mark.parametrize("data", [b"", b"fLaC", b"RIFF" + bytes(99), ID3 + b"OggS"])
def test_other_files_are_none_of_its_business(data: bytes) -> None:
    assert sound(data) is None


@pytest.mark.parametrize("size", [10, 42, 43, 46, 100, 5000])
def test_metadata_cut_short_is_refused(size: int) -> None:
    with pytest.raises(Undecodable, match="the bytes are safe"):
        sound(FLAC[:size])


@pytest.mark.parametrize("data", [b"fLaC" + bytes(1 << 16), b"fLaC\x80" + bytes(99), b"fLaC" + b"\xff" * 99])
def test_metadata_that_leads_nowhere_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable):
        sound(data)
