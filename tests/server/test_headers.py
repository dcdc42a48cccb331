"""Every route answers with the fields of its kind, refusals included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from app.model.ref import ref_of
from server.app import build
from server.settings import Settings
from tests.server.client import Client
from tests.server.conftest import Open, items
from tests.server.sending import PIECE, add, begin, bring, metadata
from tests.server.test_cover import picture
from tests.server.test_peaks import dat

PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self' blob:; manifest-src 'self'; frame-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
USER_POLICY = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
PAGE = EVERYWHERE | {
    "content-security-policy": PAGE_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
USER = EVERYWHERE | {"content-security-policy": USER_POLICY}
JSON = EVERYWHERE | {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
ENDLESS = ("GET", "/api/sync/events")
"""Its answer never ends: test_events has it."""
PATHS = {
    "/static/{path:path}": "/static/css/larder.css",
    "/vendor/{path:path}": "/vendor/pyodide/pyodide.asm.wasm",
    "/app/browser/{path:path}": "/app/browser/opfs.js",
}
ART = picture((20, 140, 140))
UPLOAD = {
    "tus_resumable": "1.0.0",
    "upload_length": "3",
    "upload_metadata": metadata(ref_of(b"xyz")),
    "upload_offset": "0",
    "content_type": PIECE,
}
BODIES = {
    ("PUT", "/api/audio/{key}/peaks"): dat(),
    ("POST", "/api/sync/push"): b'{"ops": []}',
    ("POST", "/api/media/assets"): b'{"title": "A", "ref": "%s"}' % ref_of(ART).encode(),
    ("PATCH", "/api/uploads/{id}"): b"abc",
}


def routes(tmp_path: Path) -> list[tuple[str, str]]:
    """Method and path of every route there is."""
    app = build(Settings(data_dir=tmp_path), tmp_path)
    return [(method, route.path) for route in every_route(app) for method in sorted(route.methods or ())]


def every_route(app: Any) -> list[Route]:
    found: list[Route] = []
    pending = list(app.routes)
    while pending:
        route = pending.pop(0)
        if isinstance(route, Route):
            found.append(route)
        else:
            pending += route.original_router.routes if hasattr(route, "original_router") else route.routes
    return found


def kind(path: str) -> dict[str, str]:
    if path.startswith(("/api/audio/", "/api/blobs/")) or path.endswith("/thumbnail"):
        return USER
    if path.startswith("/api/uploads"):
        return JSON | {"tus-resumable": "1.0.0"}
    return JSON if path.startswith(("/api/", "/healthz")) else PAGE


def assert_fields(reply: httpx.Response, path: str) -> None:
    for name, value in kind(path).items():
        assert reply.headers.get_list(name) == [value], (path, name)
    assert "cross-origin-embedder-policy" not in reply.headers
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    assert reply.headers.get("cache-control"), path
    assert "server" not in reply.headers


@pytest.fixture
def client(opened: Open, music: Path, wav: bytes) -> Client:
    (music / "a.wav").write_bytes(wav)
    (music / "cover.png").write_bytes(ART)
    client = opened()
    client.write("PUT", f"/api/audio/{items(client)['A']['key']}/peaks", dat())
    return client


def test_every_route_answers_with_the_fields_of_its_kind(client: Client, tmp_path: Path) -> None:
    found = routes(tmp_path)
    assert len(found) > 30
    named = {"{key}": items(client)["A"]["key"], "{ref}": add(client, bring(client, ART), id="a")["ref"]}
    for method, template in sorted(found, key=lambda route: route[0] == "DELETE"):
        path = PATHS.get(template, template)
        named["{id}"] = "a" if "/media/" in path else begin(client, b"abc").rpartition("/")[2]
        for name, value in named.items():
            path = path.replace(name, value)
        assert "{" not in path
        if (method, path) == ENDLESS:
            continue
        told = UPLOAD if "/uploads" in path else {"content_type": "application/json"}
        reply = client.write(method, path, BODIES.get((method, template), b""), **told)
        assert reply.status_code < 300, (method, path, reply.text)
        assert_fields(reply, path)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/audio/none", 404),
        ("GET", "/api/audio/none/cover", 404),
        ("GET", "/api/blobs/none", 422),
        ("GET", f"/api/blobs/{ref_of(b'none')}", 404),
        ("GET", "/api/media/assets/none/thumbnail", 404),
        ("DELETE", "/api/uploads/none", 412),
        ("GET", "/static/none.css", 404),
        ("GET", "/api/library?limit=0", 422),
        ("DELETE", "/api/library", 405),
        ("POST", "/", 405),
        ("GET", "/docs", 404),
        ("GET", "/redoc", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/serve.py", 404),
        ("GET", "/data/token", 404),
    ],
)
def test_refusals_carry_them_too(client: Client, method: str, path: str, status: int) -> None:
    reply = client.write(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status and reply.json()["detail"].endswith(".")
    assert_fields(reply, path)


def test_a_failure_inside_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(client.app.state.house.tracks), "version", lambda self: fail())
    reply = client.get("/healthz")
    assert reply.status_code == 500 and "secret" not in reply.text
    assert_fields(reply, "/healthz")


def test_what_people_bring_never_runs_here(client: Client) -> None:
    key = items(client)["A"]["key"]
    types = {
        client.get(f"/api/audio/{key}{path}").headers["content-type"] for path in ("", "/cover", "/peaks")
    }
    assert types == {"audio/wav", "image/webp", "application/octet-stream"}
