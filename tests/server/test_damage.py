"""Damaged files are left out or listed; they never stop the scan, and take no time over it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.cover import Covers
from server.reading import read
from server.track import Skipped, Track
from server.walk import Found
from tests.server.encoded import FORMATS, PIPED


@pytest.mark.parametrize("name", [*FORMATS, *PIPED])
def test_any_damage_is_survived(encoded: Path, tmp_path: Path, name: str) -> None:
    whole = (encoded / name).read_bytes()
    found = Found(name.encode(), 0, 0, None, "s")
    covers = Covers(tmp_path / "covers")

    @given(
        st.integers(0, len(whole)),
        st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=12)), max_size=6),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def damage(length: int, marks: list[tuple[int, bytes]]) -> None:
        data = bytearray(whole[: max(length, 1)])
        for at, mark in marks:
            data[at : at + len(mark)] = mark
        (tmp_path / name).write_bytes(data)
        began = time.monotonic()
        result = read(tmp_path, found, covers)
        assert isinstance(result, Track | Skipped)
        assert time.monotonic() - began < 5
        if isinstance(result, Track):
            assert 0 < result.duration < 1e7 and result.words.title

    damage()
