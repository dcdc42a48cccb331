"""The routes of the shell: what a browser needs to become Larder."""

from __future__ import annotations

import asyncio
import os
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from server.house import House, InHouse
from server.problem import Problem, documented
from server.ranges import Validators
from server.routes import reads
from server.shell import TOP
from server.stream import FileStream

router = APIRouter(tags=["shell"])

MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
NOTHING = "There is nothing at this address."
REVALIDATE = "no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
FOLDERS = {"static": frozenset[str](), "vendor": frozenset[str](), "app/browser": frozenset({".js"})}
"""Folders that are served below their own name, and the kinds of file if not all."""
HASH = 16
"""Hex digits of a file's SHA-256 that are its version in `?v=` and its revision in /precache.js."""

Version = Annotated[
    str | None, Query(max_length=64, description="The file's revision; the true one never expires.")
]
WHOLE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {"*/*": {}}},
    304: {"description": "Unchanged since the validator that was sent."},
}
RANGES: dict[int | str, dict[str, Any]] = {
    206: {"description": "The one range that was asked for.", "content": {"*/*": {}}},
    416: {"description": "The range lies past the end."},
}
MADE: dict[str, Any] = {"response_class": Response, "responses": WHOLE}
HOW: dict[str, Any] = {"response_class": Response, "responses": WHOLE | RANGES | documented(_404=NOTHING)}


async def answer(house: House, folder: Path, name: str, version: str | None = None) -> Response:
    """The file `name` below `folder`; immutable when asked for by its own `version`. Raises Problem 404."""
    try:
        file, digest = await asyncio.to_thread(house.shell.opened, folder, name)
    except (OSError, ValueError):
        raise Problem(404, NOTHING) from None
    status = os.fstat(file.fileno())
    fields = {"Cache-Control": IMMUTABLE if version == digest[:HASH] else REVALIDATE}
    known = Validators(f'"{digest}"', int(status.st_mtime))
    media_type = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
    return FileStream(file, status.st_size, known, media_type, fields)


def _serve_file(url: str, name: str) -> None:
    async def page(house: InHouse) -> Response:
        return await answer(house, house.shell.root, name)

    reads(router, url, name=name, summary=f"Read {name}", **HOW)(page)


def _serve_folder(folder: str, ends: frozenset[str]) -> None:
    async def page(house: InHouse, path: str, v: Version = None) -> Response:
        plain = all(part and not part.startswith(".") for part in path.split("/"))
        if not plain or (ends and Path(path).suffix not in ends):
            raise Problem(404, NOTHING)
        return await answer(house, house.shell.root / folder, path, v)

    reads(router, f"/{folder}/{{path:path}}", name=folder, summary=f"Read a file of {folder}/", **HOW)(page)


for _url, _name in TOP.items():
    _serve_file(_url, _name)
for _folder, _ends in FOLDERS.items():
    _serve_folder(_folder, _ends)


@reads(router, "/app.zip", summary="Read the Python that runs in the browser", **MADE)
async def app_zip(house: InHouse, request: Request) -> Response:
    """app/ as a ZIP, the same bytes for the same sources."""
    return _made(request, await asyncio.to_thread(house.shell.app_zip), "application/zip")


@reads(router, "/precache.js", summary="Read what to keep for offline use", **MADE)
async def precache(house: InHouse, request: Request) -> Response:
    """`self.LARDER_PRECACHE` (URLs with revisions) and `self.LARDER_VERSION`, for the service worker."""
    script = await asyncio.to_thread(house.shell.precache)
    return _made(request, script.encode(), "text/javascript")


def _made(request: Request, data: bytes, media_type: str) -> Response:
    etag = f'"{sha256(data).hexdigest()}"'
    fields = {"ETag": etag, "Cache-Control": REVALIDATE}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=fields)
    return Response(data, media_type=media_type, headers=fields)
