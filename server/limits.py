"""How much at once, and how much in one request."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problem import Problem

REQUESTS = 64
"""Requests at once, streams apart: each is over in milliseconds."""
STREAMS = 256
"""Streams at once: a paused player keeps its own open for hours, so a household's pages need room."""
LASTING = ("/api/audio/", "/api/sync/events")
"""Where streams begin."""
PEAKS_BODY = 4 * 1024 * 1024
BODY = 1024 * 1024
BUSY = "Too many requests at once; nothing was changed. Try again in a moment."


class Limits:
    """Middleware that answers 503 to one request too many and 413 to one byte too many."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._free = {True: STREAMS, False: REQUESTS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on while there is room."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        stream = scope["path"].startswith(LASTING)
        if not self._free[stream]:
            return await Problem(503, BUSY, {"Retry-After": "1"}).response()(scope, receive, send)
        self._free[stream] -= 1
        try:
            await self._within(scope, receive, send)
        finally:
            self._free[stream] += 1

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = PEAKS_BODY if scope["path"].endswith("/peaks") else BODY
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


def _too_large(most: int) -> Problem:
    return Problem(413, f"At most {most // 1024} KiB fit into this request; nothing was changed.")
