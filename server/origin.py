"""Who may write: this site's own page, or a script that has the token."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem import Problem
from server.token import BEARER

READS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = "Only this site's own page may change something here; nothing was changed."


class SameOrigin:
    """Middleware that answers 403 to a write from elsewhere (Fetch Metadata, else Origin, else bearer)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on reads, and writes of our own."""
        if scope["type"] == "http" and scope["method"] not in READS and not _is_own(scope):
            return await Problem(403, REFUSED).response()(scope, receive, send)
        await self._app(scope, receive, send)


def _is_own(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    site = headers.getlist("sec-fetch-site")
    if site:
        return site == ["same-origin"]
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"{scope['scheme']}://{headers.get('host', '')}"
    return bool(scope.get(BEARER))
