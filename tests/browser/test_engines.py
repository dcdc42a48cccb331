"""The three engines really start here, keep their profile, and play what Larder serves."""

from __future__ import annotations

import threading
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page
from selenium.webdriver import WebKitGTK

from tests.browsers import ENGINES, Profile
from tests.conftest import NewProfile

PAGE = "<!doctype html><title>It starts</title>"
PLAY = """async url => {
    const audio = new Audio(url);
    const played = new Promise((yes, no) => {
        audio.ontimeupdate = () => audio.currentTime > 0.2 && yes(audio.currentTime);
        audio.onerror = () => no(new Error(audio.error.message));
    });
    await audio.play();
    return await played;
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The origin of a trivial page beside one demo track of each format."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(PAGE)
    for track in demo_folder.glob("*/*"):
        (folder / f"track{track.suffix}").write_bytes(track.read_bytes())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module", params=ENGINES)
def page(request: pytest.FixtureRequest, profiles: NewProfile, site: str) -> Generator[Page]:
    profile = profiles(request.param)
    page = profile.open()
    page.goto(site)
    yield page
    profile.close()


def test_chromium_and_firefox_start(page: Page) -> None:
    assert page.title() == "It starts"


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".wav"])
def test_a_track_plays(page: Page, suffix: str) -> None:
    assert page.evaluate(PLAY, f"/track{suffix}") > 0.2


@pytest.mark.parametrize("end", ["close", "kill"])
def test_a_profile_outlives_its_browser(profile: Profile, site: str, end: str) -> None:
    page = profile.open()
    page.goto(site)
    page.evaluate("""async () => {
        const folder = await navigator.storage.getDirectory();
        const file = await folder.getFileHandle("kept", {create: true});
        const out = await file.createWritable();
        await out.write("kept");
        await out.close();
    }""")
    getattr(profile, end)()
    page = profile.open()
    page.goto(site)
    kept = """async () => {
        const folder = await navigator.storage.getDirectory();
        return await (await (await folder.getFileHandle("kept")).getFile()).text();
    }"""
    assert page.evaluate(kept) == "kept"


def test_webkitgtk_starts(webkit: WebKitGTK, site: str) -> None:
    webkit.get(site)
    assert webkit.title == "It starts"
