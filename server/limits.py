"""How much at once, and how much in one request."""

from __future__ import annotations

from enum import Enum, auto

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problem import Problem

REQUESTS = 64
"""Requests at once, streams and uploads apart: each is over in milliseconds."""
STREAMS = 256
"""Streams at once: a paused player keeps its own open for hours, so a household's pages need room."""
LASTING = ("/api/audio/", "/api/blobs/", "/api/sync/events")
"""Where streams begin."""
UPLOADS = 32
"""Uploads at once: each takes as long as its device's network does."""
UPLOAD = 512 * 1024 * 1024
"""Bytes of an upload, unless the settings say otherwise."""
PEAKS_BODY = 4 * 1024 * 1024
BODY = 1024 * 1024
BUSY = "Too many requests at once; nothing was changed. Try again in a moment."


class Kind(Enum):
    """What a request is, as far as limits care."""

    REQUEST = auto()
    STREAM = auto()
    UPLOAD = auto()


ROOM = {Kind.REQUEST: REQUESTS, Kind.STREAM: STREAMS, Kind.UPLOAD: UPLOADS}


class Limits:
    """Middleware that answers 503 to one request too many and 413 to one byte too many."""

    def __init__(self, app: ASGIApp, upload: int = UPLOAD) -> None:
        self._app = app
        self._upload = upload
        self._free = dict(ROOM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on while there is room."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        kind = _kind(scope)
        if not self._free[kind]:
            return await Problem(503, BUSY, {"Retry-After": "1"}).response()(scope, receive, send)
        self._free[kind] -= 1
        try:
            await self._within(self._most(kind, scope["path"]), scope, receive, send)
        finally:
            self._free[kind] += 1

    def _most(self, kind: Kind, path: str) -> int:
        if kind is Kind.UPLOAD:
            return self._upload
        return PEAKS_BODY if path.endswith("/peaks") else BODY

    async def _within(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdecimal() and int(told[:18]) > most:
            return await _too_large(most).response()(scope, receive, send)
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise _too_large(most)
            return message

        await self._app(scope, counted, send)


def _kind(scope: Scope) -> Kind:
    if scope["path"].startswith(LASTING):
        return Kind.STREAM
    is_upload = scope["method"] == "PATCH" and scope["path"].startswith("/api/uploads/")
    return Kind.UPLOAD if is_upload else Kind.REQUEST


def _too_large(most: int) -> Problem:
    return Problem(413, f"At most {most // 1024} KiB fit into this request; nothing was changed.")
