"""A folder that changes while the page is open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import StartServer
from tests.e2e.visitor import Visitor

AGAIN = "fetch('/api/library/scan', { method: 'POST' }).then((reply) => reply.status)"


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_what_is_put_into_the_folder_appears_by_itself(
    visitor: Visitor, larder_server: StartServer, port: int, demo_folder: Path, tmp_path: Path
) -> None:
    media = tmp_path / "music"
    media.mkdir()
    larder_server(media, "--port", str(port))
    visitor.start()
    visitor.page.goto(visitor.url)
    visitor.ready()
    expect(visitor.page.get_by_role("heading", name="The shelves are empty")).to_be_visible()
    sound = next(path for path in sorted(demo_folder.rglob("*")) if path.suffix == ".wav")
    shutil.copy(sound, media / "Driftwood.wav")
    assert visitor.page.evaluate(AGAIN) == 202
    expect(visitor.tracks).to_have_count(1)
