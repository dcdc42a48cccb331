"""The token of the printed URL, for when other machines can reach this server."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem import Problem

BITS = 256
YEAR = 365 * 24 * 3600
BEARER = "larder.bearer"
"""Scope key: whether the request brought the token itself, as no web page of others can."""
OPEN = frozenset({"/healthz"})
SENTENCE = "This Larder asks for its token: open the address that it printed when it started."
PAGE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Larder</title>
<main><h1>Larder</h1><p>{SENTENCE}</p><p>What is saved on this device is safe.</p></main></html>
"""


def stored_token(path: Path) -> str:
    """The token kept at `path`, made on first use, readable by its owner alone. Raises OSError."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept := path.read_text("ascii").strip():
            return kept
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    token = secrets.token_urlsafe(BITS // 8)
    with os.fdopen(handle, "w") as file:
        file.write(token)
    return token


class Token:
    """Middleware that answers 401 to whoever has neither the cookie nor the bearer token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token
        self._cookie = "larder_" + sha256(token.encode()).hexdigest()[:8]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whoever is known; hand the cookie to whoever brings the token in the printed URL."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        scope[BEARER] = has_bearer(headers, self._token)
        if scope[BEARER] or self._has_cookie(headers):
            return await self._app(scope, receive, send)
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["path"] != "/":
            return Problem(401, SENTENCE, {"WWW-Authenticate": "Bearer"}).response()
        brought = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not same(brought, self._token):
            return HTMLResponse(PAGE, 401, {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        secure = scope["scheme"] == "https"
        answer.set_cookie(self._cookie, self._token, YEAR, secure=secure, httponly=True, samesite="strict")
        return answer

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            brought = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            brought = None
        return brought is not None and same(brought.value, self._token)


def has_bearer(headers: Headers, token: str) -> bool:
    """Whether the request carries the token itself (RFC 6750 §2.1)."""
    scheme, _, brought = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and same(brought.strip(), token)


def same(one: str, other: str) -> bool:
    """Equality whose time tells nothing."""
    return compare_digest(one.encode(), other.encode())
