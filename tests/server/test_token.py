"""With a token, nothing but the health of the server is anybody's business."""

from __future__ import annotations

from pathlib import Path
from stat import S_IMODE

import httpx
import pytest

from server.settings import Settings
from server.token import stored_token
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.running import door, serving

TOKEN = "t" * 43


@pytest.fixture
def client(opened: Open) -> Client:
    return opened(token=TOKEN)


@pytest.mark.parametrize(
    "path",
    [
        "/api/library",
        "/api/audio/x",
        "/static/css/larder.css",
        "/sw.js",
        "/app.zip",
        "/api/openapi.json",
        "/none",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_without_it_every_address_says_401(client: Client, method: str, path: str) -> None:
    reply = client.write(method, path)
    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["www-authenticate"] == "Bearer"


def test_the_page_says_it_in_a_sentence(client: Client) -> None:
    for path in ("/", "/?token=wrong", "/?token=", "/?token=%ff"):
        reply = client.get(path)
        assert reply.status_code == 401
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert "open the address that it printed" in reply.text
        assert "set-cookie" not in reply.headers
        assert "<script" not in reply.text and "style=" not in reply.text


def test_health_is_anybodys(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_printed_url_hands_out_the_cookie(client: Client) -> None:
    reply = client.get(f"/?token={TOKEN}")
    assert reply.status_code == 303 and reply.headers["location"] == "/"
    cookie = reply.headers["set-cookie"].lower()
    assert (
        "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie and "secure" not in cookie
    )
    assert "domain" not in cookie
    assert client.get("/").status_code == 200
    assert client.get("/api/library").status_code == 200


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        ("Bearer wrong", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
    ],
)
def test_scripts_bring_it_as_a_bearer(client: Client, value: str, status: int) -> None:
    assert client.get("/api/library", authorization=value).status_code == status


def test_a_query_token_opens_the_page_only(client: Client) -> None:
    assert client.get(f"/api/library?token={TOKEN}").status_code == 401


def test_it_is_kept_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "token"
    token = stored_token(path)
    assert len(token) == 43 and stored_token(path) == token
    assert S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("")
    assert len(stored_token(path)) == 43


@pytest.mark.parametrize(
    ("host", "guarded"),
    [
        ("127.0.0.1", False),
        ("127.8.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("::", True),
    ]
    + [("192.168.1.5", True), ("music.home", True)],
)
def test_whoever_lets_others_in_asks_for_it(host: str, guarded: bool) -> None:
    assert Settings(host=host).guarded is guarded
    assert Settings(host=host, token=True).guarded


def test_a_server_prints_it_and_keeps_it(tmp_path: Path, library: Path) -> None:
    root = door(tmp_path)
    words = (str(library), "--port", "0", "--token", "--data-dir", str(root / "data"))
    with serving(root, *words) as first, httpx.Client(follow_redirects=True) as browser:
        assert first.url.startswith(f"{first.base}/?token=")
        assert browser.get(first.base).status_code == 401
        assert "<title>Larder" in browser.get(first.url).text
        assert browser.get(f"{first.base}/api/library").status_code == 200
    with serving(root, *words) as second:
        assert second.url.split("?")[1] == first.url.split("?")[1]
