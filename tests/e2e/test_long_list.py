"""A library of 20,000 tracks."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.listing import all_listed
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer
from tests.server.encoded import encode

TRACKS = 20_000
NODES = 3_000
"""Elements of the whole page, however long the list."""
SCANNING = 180.0


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`media/` with one short sound under 20,000 names, and `data/` of a server that has listed them."""
    folder = tmp_path_factory.mktemp("many")
    media = folder / "media"
    media.mkdir()
    sound = encode(folder / "one.wav", "-ar", "8000", "-ac", "1", seconds=0.2, tagged=False)
    for number in range(TRACKS):
        os.link(sound, media / f"Pebble {number:05}.wav")
    server = LarderServer(media, folder / "data").start()
    all_listed(server, TRACKS, SCANNING).stop()
    return folder


@pytest.fixture
def server(many: Path, port: int) -> Generator[LarderServer]:
    server = LarderServer(many / "media", many / "data", "--port", str(port))
    yield server.start()
    server.stop()


def elements(visitor: Visitor) -> int:
    return visitor.page.evaluate("document.getElementsByTagName('*').length")


def test_a_long_list_scrolls_and_is_searched(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    expect(visitor.page.get_by_text("20,000 tracks").first).to_be_visible()
    assert elements(visitor) < NODES
    visitor.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = f"Pebble {TRACKS - 1:05}"
    expect(visitor.item(last)).to_be_visible()
    visitor.page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    expect(visitor.item(f"Pebble {TRACKS // 2:05}")).to_be_visible()
    assert elements(visitor) < NODES

    search = visitor.page.get_by_role("searchbox", name="Search the library")
    search.press_sequentially(last)
    expect(visitor.tracks).to_have_count(1)
    expect(visitor.item(last)).to_be_visible()
