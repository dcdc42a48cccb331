"""Somebody's own music, as Debian packages it: listed, kept whole, and played without the server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.model.wording import clock, size
from tests.conftest import StartServer
from tests.e2e.patience import LONG, until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

PACKAGE = "asc-music"
DECODING = 2 * LONG


@pytest.fixture(scope="session")
def music() -> Path:
    """The folder of the package's tracks."""
    listed = subprocess.run(["dpkg", "-L", PACKAGE], capture_output=True, text=True, check=False).stdout
    tracks = [Path(line) for line in listed.splitlines() if line.endswith(".mp3")]
    if not tracks:
        pytest.skip(f"no real music on this machine: apt-get install {PACKAGE}")
    return tracks[0].parent


@pytest.fixture
def server(larder_server: StartServer, music: Path, port: int) -> LarderServer:
    return larder_server(music, "--port", str(port))


def seconds(track: Path) -> float:
    """How long ffprobe finds it to be."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(track)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_an_album_is_kept_and_outlives_the_server(
    visitor: Visitor, server: LarderServer, music: Path
) -> None:
    tracks = list(music.glob("*.mp3"))
    total = sum(track.stat().st_size for track in tracks)
    visitor.arrive()
    expect(visitor.tracks).to_have_count(len(tracks))
    rows = " ".join(visitor.tracks.all_inner_texts())
    assert all(clock(seconds(track)) in rows for track in tracks), rows

    titles = list(until(lambda: visitor.states(), "the library is listed"))
    expect(visitor.page.get_by_text(f"{len(tracks)} more · {size(total)}")).to_be_visible()
    visitor.button("Save all offline").click()
    for title in titles:
        visitor.kept(title)
        expect(visitor.waveform(title)).to_be_visible(timeout=1000 * DECODING)

    server.kill()
    visitor.profile.kill()
    visitor.arrive()
    visitor.connection("Offline")
    for title in titles:
        visitor.play(title)
        expect(visitor.player).to_contain_text("Playing from this device")
        expect(visitor.waveform(title)).to_be_visible()
    found = visitor.check()
    assert found["clean"] and (found["items"], found["bytes"]) == (len(tracks), total), found
    visitor.go("Vault")
    expect(visitor.page.get_by_role("row", name="Audio")).to_contain_text(f"{len(tracks)}{size(total)}")
