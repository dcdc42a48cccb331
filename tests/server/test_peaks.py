"""Waveforms: checked field by field, kept by the bytes they belong to."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.peaks import NotPeaks, Peaks, check, peaks
from tests.server.client import Client
from tests.server.conftest import Open, items, rescanned

VECTORS = Path(__file__).parents[1] / "vectors"


def dat(
    seconds: float = 1.0, version: int = 1, flags: int = 1, channels: int = 1, rate: int = 44100
) -> bytes:
    length = round(seconds * rate / 256)
    head = pack("<iIiiI", version, flags, rate, 256, length) + (pack("<i", channels) if version == 2 else b"")
    return head + b"\x80\x7f" * length * channels * (1 if flags else 2)


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.dat")), ids=lambda path: path.name)
def test_what_audiowaveform_writes_is_accepted(path: Path) -> None:
    found = peaks(path.read_bytes())
    assert found.zoom in (256, 512) and 0 < found.seconds < 60


def test_the_vectors_are_there() -> None:
    assert len(list(VECTORS.glob("*.dat"))) >= 2


@pytest.mark.parametrize(
    ("version", "flags", "channels"), [(1, 1, 1), (1, 0, 1), (2, 1, 2), (2, 0, 2), (2, 1, 1)]
)
def test_both_versions_and_depths(version: int, flags: int, channels: int) -> None:
    assert peaks(dat(2.0, version, flags, channels)) == Peaks(44100, 256, 345)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        dat()[:19],
        dat()[:-1],
        dat() + b"\0",
        dat(version=3),
        dat(flags=2),
        dat(version=2, channels=0),
        dat(version=2, channels=25),
        dat(rate=999),
        pack("<iIiiI", 1, 1, 44100, 0, 4) + b"\0" * 8,
        pack("<iIiiI", 1, 1, 44100, 256, 0) + b"\0" * 4,
        pack("<iIiiI", 1, 1, -44100, 256, 4) + b"\0" * 8,
        b"<!doctype html>" * 20,
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotPeaks):
        peaks(data)


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    with suppress(NotPeaks):
        assert peaks(data).seconds > 0


@pytest.mark.parametrize(
    ("seconds", "fits"), [(180.0, True), (178.0, True), (185.0, True), (170.0, False), (400, False)]
)
def test_peaks_of_another_track_are_refused(seconds: float, fits: bool) -> None:
    if fits:
        return check(dat(seconds), 180.0)
    with pytest.raises(NotPeaks, match="the track has 180.0 s"):
        check(dat(seconds), 180.0)


@pytest.fixture
def track(opened: Open, music: Path, wav: bytes) -> tuple[Client, str]:
    (music / "a.wav").write_bytes(wav)
    client = opened()
    return client, f"/api/audio/{items(client)['A']['key']}/peaks"


def test_peaks_are_kept_for_every_other_device(track: tuple[Client, str], opened: Open) -> None:
    client, url = track
    missing = client.get(url)
    assert missing.status_code == 404 and "waveform" in missing.json()["detail"]
    assert items(client)["A"]["peaks"] is False
    etag = client.get("/api/library").headers["etag"]
    assert client.write("PUT", url, dat()).status_code == 204
    assert client.get("/api/library").headers["etag"] != etag
    assert items(client)["A"]["peaks"] is True
    reply = client.get(url)
    assert reply.content == dat()
    assert reply.headers["content-disposition"] == "attachment"
    assert client.get(url, if_none_match=reply.headers["etag"]).status_code == 304
    assert opened().get(url).content == dat()


def test_peaks_belong_to_bytes(track: tuple[Client, str], music: Path, wav: bytes, tmp_path: Path) -> None:
    client, url = track
    client.write("PUT", url, dat())
    (music / "renamed.wav").write_bytes(wav)
    assert items(rescanned(client))["Renamed"]["peaks"] is True
    (music / "a.wav").write_bytes(wav[:-8])
    assert items(rescanned(client))["A"]["peaks"] is False
    assert not list((tmp_path / "data" / "peaks").rglob("*.tmp"))


@pytest.mark.parametrize("body", [b"", b"<html>", dat(60), dat()[:-1]])
def test_bad_peaks_leave_nothing_behind(track: tuple[Client, str], body: bytes, tmp_path: Path) -> None:
    client, url = track
    reply = client.write("PUT", url, body)
    assert reply.status_code == 400
    assert "Nothing was stored." in reply.json()["detail"]
    assert client.get(url).status_code == 404
    assert not (tmp_path / "data" / "peaks").exists()


def test_peaks_of_other_bytes_are_refused(track: tuple[Client, str], music: Path, wav: bytes) -> None:
    client, url = track
    assert client.write("PUT", f"{url}?ref=sha256-{'0' * 64}", dat()).status_code == 404
    assert client.write("PUT", f"{url}?ref={items(client)['A']['digest']}", dat()).status_code == 204


def test_only_the_page_may_store(track: tuple[Client, str]) -> None:
    client, url = track
    assert client.request("PUT", url, content=dat()).status_code == 403
    assert client.write("PUT", url, dat(), sec_fetch_site="cross-site").status_code == 403
    assert client.get(url).status_code == 404


def test_more_than_a_waveform_needs_is_refused(track: tuple[Client, str]) -> None:
    client, url = track
    assert client.write("PUT", url, b"x" * (4 * 1024 * 1024 + 1)).status_code == 413

    async def endless():
        for _ in range(5):
            yield b"x" * 1024 * 1024

    reply = client.request("PUT", url, content=endless(), headers={"Sec-Fetch-Site": "same-origin"})
    assert reply.status_code == 413
