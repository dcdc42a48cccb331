"""The same recording under five titles is on this device once, for as long as any of them is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bench.media import noise
from tests.conftest import StartServer
from tests.e2e.listing import all_listed
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TITLES = ("Drift", "Drift again", "Drift in June", "Drift on Sunday", "Drift once more")
SIZE = 2_000_000


@pytest.fixture
def server(larder_server: StartServer, tmp_path: Path, port: int) -> LarderServer:
    """The real server over five files without tags."""
    media = tmp_path / "media"
    media.mkdir()
    first = noise(media / f"{TITLES[0]}.wav", SIZE)
    for title in TITLES[1:]:
        shutil.copy(first, media / f"{title}.wav")
    return all_listed(larder_server(media, "--port", str(port)), len(TITLES))


def test_four_of_five_are_removed_and_the_fifth_plays(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    expect(visitor.item(TITLES[0])).to_be_visible()  # what this browser saw last was another library
    visitor.button("Save all offline").click()
    for title in TITLES:
        visitor.kept(title)
    expect(visitor.waveform(TITLES[-1])).to_be_visible()
    originals = [size for size in visitor.files().values() if size > SIZE / 2]
    assert len(originals) == 1
    visitor.go("Vault")
    expect(visitor.page.get_by_role("region", name="Offline vault")).to_contain_text("5 items · 2.0 MB")
    visitor.go("Library")
    for title in TITLES[:-1]:
        visitor.button(f"Remove {title} from this device").click()
        expect(visitor.item(title)).to_contain_text("Streams")
    server.stop()
    visitor.reload()
    visitor.play(TITLES[-1])
    expect(visitor.player).to_contain_text("Playing from this device")
    until(lambda: visitor.sound()["currentTime"] > 1, "it plays")
    assert visitor.check()["clean"]
