"""A local copy that fails while it plays: the stream goes on in its place, once, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import StartServer
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer
from tests.server.encoded import encode

TRACK = "Long Tone"
SPOIL = """async how => {
    const blobs = await (await navigator.storage.getDirectory()).getDirectoryHandle("blobs");
    for await (const [name, handle] of blobs.entries()) {
        const { size } = await handle.getFile();
        if (size < 1_000_000) continue;
        if (how === "remove") return await blobs.removeEntry(name);
        const file = await handle.createWritable({ keepExistingData: true });
        await file.write({ type: "write", position: 0, data: new Uint8Array(size).fill(7) });
        return await file.close();
    }
}"""


@pytest.fixture(scope="session")
def long_tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one long WAV: more than a browser reads ahead."""
    folder = tmp_path_factory.mktemp("long")
    encode(folder / f"{TRACK}.wav", "-c:a", "pcm_s16le", seconds=300, tagged=False)
    return folder


@pytest.fixture
def server(larder_server: StartServer, long_tone: Path, port: int) -> LarderServer:
    return larder_server(long_tone, "--port", str(port))


def half_heard(visitor: Visitor) -> None:
    """Kept, played to its middle, and paused there."""
    visitor.arrive()
    visitor.keep(TRACK)
    visitor.play(TRACK)
    visitor.page.get_by_role("slider", name="Position").fill("120")
    visitor.hear()
    visitor.player.get_by_role("button", name="Pause").click()
    until(lambda: visitor.sound()["paused"], "it pauses")


def test_a_damaged_copy_gives_way_to_the_stream(visitor: Visitor, server: LarderServer) -> None:
    half_heard(visitor)
    visitor.page.evaluate(SPOIL, "overwrite")
    visitor.reload()
    visitor.item(TRACK).get_by_role("button", name=f"Play {TRACK}").click()
    assert "The local copy failed; now streaming from 2:0" in visitor.alert()
    expect(visitor.player).to_contain_text("Streaming")
    visitor.hear()
    assert 120 <= visitor.sound()["currentTime"] < 140
    expect(visitor.page.get_by_role("alert")).to_have_count(1)


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_a_copy_that_vanishes_while_it_plays_gives_way(visitor: Visitor, server: LarderServer) -> None:
    """Firefox goes on reading the file that it has open."""
    half_heard(visitor)
    visitor.player.get_by_role("button", name="Play", exact=True).click()
    visitor.hear()
    visitor.page.evaluate(SPOIL, "remove")
    visitor.page.get_by_role("slider", name="Position").fill("250")
    assert "The local copy failed; now streaming from 4:1" in visitor.alert()
    expect(visitor.player).to_contain_text("Streaming")
    visitor.hear()
    assert 250 <= visitor.sound()["currentTime"] < 290


def test_offline_a_damaged_copy_says_so(visitor: Visitor, server: LarderServer) -> None:
    half_heard(visitor)
    visitor.page.evaluate(SPOIL, "overwrite")
    server.kill()
    visitor.reload()
    visitor.item(TRACK).get_by_role("button", name=f"Play {TRACK}").click()
    sentence = "can't be played, and the server can't be reached"
    expect(visitor.page.get_by_role("alert").filter(has_text=sentence)).to_have_count(1)
    assert visitor.player.get_by_text("Playing from this device").count() == 0
