"""Response fields for safety, by what kind of thing a path is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
APP_PAGE = COMMON | {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; style-src 'self'; "
        "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; frame-src 'none'; object-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""The page and everything it loads: a worker is ruled by the policy its own script came with."""
USER_BYTES = COMMON | {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
    ),
    "Cache-Control": "no-store",
}
"""What people bring: it must never run in our origin. Routes say what of it may be kept."""
ANSWERS = COMMON | {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""JSON, unless the route says that it may be kept."""
UPLOADS = ANSWERS | {"Tus-Resumable": "1.0.0"}
"""As tus wants it, on refusals too."""
THUMBNAIL = re.compile(r"/api/media/assets/[^/]+/thumbnail")


def fields_for(path: str) -> Mapping[str, str]:
    """The fields of every response under `path`, refusals included."""
    if path.startswith(("/api/audio/", "/api/blobs/")) or THUMBNAIL.fullmatch(path):
        return USER_BYTES
    if path.startswith("/api/uploads"):
        return UPLOADS
    return ANSWERS if path.startswith(("/api/", "/healthz")) else APP_PAGE


class Headers:
    """Middleware that adds the fields; what the route has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the fields added to the response."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        fields = fields_for(scope["path"])

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in fields.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed)
