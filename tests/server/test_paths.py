"""No address reaches what lies outside the shell's own folders, and none waits for what it finds there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.server.client import Client
from tests.server.conftest import Open

FOLDERS = ("static", "vendor", "app/browser")
HOSTILE = (  # dots as codes: a client would resolve them before it asks
    "/dev/zero",
    "%2fdev%2fzero",
    "/etc/hostname",
    "//etc/hostname",
    "%2F%2Fetc/hostname",
    "%2e/a.js",
    "..%2findex.html",
    "%2e%2e/index.html",
    "%2e%2e%2f%2e%2e%2fetc/hostname",
    "%2e%2e",
    "%2e",
    "",
    "/",
    "//",
    "a.js/",
    "/a.js",
    "css//a.js",
    "css/%2e%2e/a.js",
    "css/%2e/a.js",
    "..\\index.html",
    "pipe.js",
    "device.js",
    "link.js",
    "away/outside.js",
    "round.js",
    "folder.js",
    "a%00.js",
    "a.js%00",
    "a" * 300 + ".js",
    "/".join("a" * 2000) + ".js",
    "%ff%fe.js",
)


@pytest.fixture
def client(opened: Open, root: Path, tmp_path: Path) -> Client:
    """A server whose folders hold everything that is not an honest file."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "outside.js").write_text("secret")
    for name in FOLDERS:
        folder = root / name
        (folder / "css").mkdir(exist_ok=True)
        for path in ("a.js", "css/a.js"):
            (folder / path).write_text("export {}\n")
        os.mkfifo(folder / "pipe.js")
        (folder / "device.js").symlink_to("/dev/zero")
        (folder / "link.js").symlink_to(tmp_path / "outside" / "outside.js")
        (folder / "away").symlink_to(tmp_path / "outside")
        (folder / "round.js").symlink_to(folder / "round.js")
        (folder / "folder.js").mkdir()
    return opened()


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_not_an_own_file_is_not_there(client: Client, folder: str) -> None:
    """Each of them at once: a device is never read, a pipe never waited for."""
    assert client.get(f"/{folder}/a.js").status_code == 200
    for path in HOSTILE:
        for method in ("GET", "HEAD"):
            assert client.request(method, f"/{folder}/{path}").status_code == 404, path


def test_the_list_for_offline_use_waits_for_no_pipe_and_names_no_outsider(client: Client) -> None:
    script = client.get("/precache.js").text
    assert "/static/a.js" in script
    for name in ("pipe.js", "device.js", "link.js", "outside.js", "round.js"):
        assert name not in script, name


@pytest.mark.parametrize("of", ["", "/cover", "/peaks"])
def test_a_track_is_named_by_key_and_by_nothing_else(client: Client, of: str) -> None:
    for path in HOSTILE:
        assert client.get(f"/api/audio/{path}{of}").status_code in (307, 404), path
