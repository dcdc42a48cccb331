"""The page and everything it loads."""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from server.shell import Shell
from tests.server.client import Client
from tests.server.conftest import Open


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/pyscript.toml", "application/toml"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/precache.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/app.zip", "application/zip"),
        ("/static/css/larder.css", "text/css; charset=utf-8"),
        ("/app/browser/opfs.js", "text/javascript; charset=utf-8"),
        ("/vendor/pyscript/core.js", "text/javascript; charset=utf-8"),
        ("/vendor/pyodide/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/vendor/pyodide/pyodide.asm.wasm", "application/wasm"),
        ("/vendor/tinytag/tinytag.py", "text/x-python; charset=utf-8"),
    ],
)
def test_files_have_their_type_and_are_revalidated(client: Client, path: str, kind: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == kind
    assert reply.headers["cache-control"] == "no-cache"
    assert client.get(path, if_none_match=reply.headers["etag"]).status_code == 304
    head = client.head(path)
    assert head.content == b"" and head.headers["content-length"] == str(len(reply.content))


def test_the_true_version_never_expires(client: Client, root: Path) -> None:
    true = sha256((root / "static/css/larder.css").read_bytes()).hexdigest()[:16]
    assert "immutable" in client.get(f"/static/css/larder.css?v={true}").headers["cache-control"]
    for other in ("0" * 16, "", true[:8]):
        assert client.get(f"/static/css/larder.css?v={other}").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../serve.py",
        "/static/..%2fserve.py",
        "/static/%2e%2e/index.html",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/.hidden",
        "/static/css",
        "/static/",
        "/static/a%00b",
        "/vendor/link.js",
        "/app/browser/ffi.py",
        "/app/browser/../model.py",
        "/app/model.py",
    ],
)
def test_nothing_else_is_served(opened: Open, root: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.js").write_text("secret")
    (root / "vendor" / "link.js").symlink_to(tmp_path / "outside.js")
    (root / "app" / "browser" / "ffi.py").write_text("")
    assert opened().get(path).status_code == 404


def precached(client: Client) -> tuple[dict[str, str], str]:
    script = client.get("/precache.js").text
    match = re.fullmatch(r"self\.LARDER_PRECACHE=(\[.*\]);\nself\.LARDER_VERSION=(\".*\");\n", script)
    assert match
    entries: list[dict[str, Any]] = json.loads(match[1])
    return {entry["url"]: entry["revision"] for entry in entries}, json.loads(match[2])


def test_the_list_for_offline_use_is_complete_and_true(client: Client) -> None:
    entries, version = precached(client)
    assert set(entries) == {
        "/",
        "/pyscript.toml",
        "/manifest.webmanifest",
        "/app.zip",
        "/app/browser/opfs.js",
        "/static/css/larder.css",
        "/vendor/pyscript/core.js",
        "/vendor/pyodide/pyodide.mjs",
        "/vendor/pyodide/pyodide.asm.wasm",
        "/vendor/tinytag/tinytag.py",
    }
    for url, revision in entries.items():
        assert sha256(client.get(url).content).hexdigest()[:16] == revision
    assert client.get("/api/ping?nonce=abc").json() == {"nonce": "abc", "version": version}
    assert client.get("/api/ping").headers["cache-control"] == "no-store"


def test_a_changed_file_is_a_new_version(client: Client, root: Path) -> None:
    entries, version = precached(client)
    (root / "app" / "model.py").write_text("SAFE = False\n")
    (root / "static" / "new.svg").write_text("<svg/>")
    changed, other = precached(client)
    assert other != version and "/static/new.svg" in changed
    assert {url for url in entries if entries[url] != changed[url]} == {"/app.zip"}


def test_app_zip_is_the_python_alone_and_always_the_same(client: Client, root: Path) -> None:
    first = client.get("/app.zip").content
    with ZipFile(BytesIO(first)) as archive:
        assert archive.namelist() == ["app/__init__.py", "app/model.py"]
        assert archive.read("app/model.py") == b"SAFE = True\n"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    os.utime(root / "app" / "model.py", (0, 0))
    assert Shell(root).app_zip() == first


def test_a_file_that_is_missing_is_not_promised(opened: Open, root: Path) -> None:
    (root / "index.html").unlink()
    client = opened()
    assert client.get("/").status_code == 404
    assert "/" not in precached(client)[0]


@pytest.mark.parametrize("nonce", ["a b", "<", "x" * 65, "é"])
def test_a_nonce_is_plain(client: Client, nonce: str) -> None:
    assert client.get(f"/api/ping?nonce={nonce}").status_code == 422


def test_a_ping_holds_nobody_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is a look at every file of the shell: never between two answers."""
    looking: list[bool] = []

    def version(_: Shell) -> str:
        with suppress(RuntimeError):
            looking.append(asyncio.get_running_loop().is_running())
        return "v"

    monkeypatch.setattr(Shell, "version", version)
    assert client.get("/api/ping").json()["version"] == "v"
    assert looking == []
