"""The server over fetch: questions in JSON, bodies that stay outside Python until they are hashed."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from js import AbortController, Object, clearTimeout, fetch, setTimeout
from pyodide.ffi import JsException, create_once_callable, to_js

from app.browser.body import Body
from app.model.batch import Record
from app.model.errors import LarderError, NotLetIn, Offline, Rejected
from app.model.ref import Ref, ref
from app.model.reply import Reply
from app.model.span import WHOLE, Span

PATIENCE = 10_000
"""Milliseconds to wait for the first byte of an answer, and for each later piece of it."""
AWAY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that say "not now" rather than "no"."""
ELSE = "Something else answered in the server's place; what is kept here still plays."
WHO = frozenset({401, 403})
"""Statuses that say "who is this?"."""


class HttpRemote:
    """The server that this page came from."""

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        """GET a JSON document."""
        call = Call(path, headers={"If-None-Match": etag} if etag else {})
        try:
            response = await call.answer()
            if response.status == 304:
                return None
            return Reply(await call.document(response), response.headers.get("ETag") or "")
        finally:
            call.abort()

    async def tell(self, path: str, body: Record) -> Any:
        """POST a JSON document; the one that answers it."""
        said = json.dumps(body, ensure_ascii=False)
        call = Call(path, method="POST", body=said, headers={"Content-Type": "application/json"})
        try:
            return await call.document(await call.answer())
        finally:
            call.abort()

    @asynccontextmanager
    async def fetch(self, path: str, span: Span = WHOLE, etag: str = "") -> AsyncGenerator[Body]:
        """GET bytes from `span.start` on."""
        headers = {"Range": f"bytes={span.start}-"} if span.start else {}
        if span.start and etag:
            headers["If-Range"] = etag
        call = Call(path, headers=headers)
        try:
            response = await call.answer()
            yield Body(response, offset_of(response), digest_of(response), call)
        finally:
            call.abort()

    async def events(self, path: str) -> AsyncGenerator[str]:
        """What the server has to say."""
        call = Call(path, headers={"Accept": "text/event-stream"})
        try:
            response = await call.answer()
            if not (response.headers.get("Content-Type") or "").startswith("text/event-stream"):
                raise Offline(ELSE)
            rest = b""
            async for piece in call.pieces(response):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    if line.startswith(b"data:"):
                        yield line.removeprefix(b"data:").strip().decode()
            raise Offline
        finally:
            call.abort()

    async def send(self, path: str, body: bytes, media_type: str) -> None:
        """PUT bytes."""
        call = Call(path, method="PUT", body=to_js(body), headers={"Content-Type": media_type})
        try:
            await call.answer()
        finally:
            call.abort()


class Call:
    """One request and the patience with it."""

    def __init__(
        self,
        path: str,
        *,
        method: str = "GET",
        body: Any = None,
        headers: dict[str, str],
        errors: Mapping[int, type[LarderError]] = MappingProxyType({}),
    ) -> None:
        """`errors`: what certain statuses are, besides what they are to every request."""
        self._errors = errors
        self._abort = AbortController.new()
        options = {"method": method, "headers": headers, "cache": "no-store", "signal": self._abort.signal}
        if body is not None:
            options["body"] = body
        self._timer = 0
        self._request = (path, to_js(options, dict_converter=Object.fromEntries))

    async def answer(self) -> Any:
        """The response, its body still to come. Raises Offline or Rejected."""
        self.wait()
        try:
            response = await fetch(*self._request)
        except JsException as error:
            raise Offline from error
        finally:
            self.settle()
        if response.status in self._errors:
            raise self._errors[response.status](await self._refusal(response))
        if response.status in AWAY:
            raise Offline
        if response.status in WHO:
            raise NotLetIn(await self._refusal(response))
        if response.status >= 400:
            raise Rejected(await self._refusal(response))
        return response

    async def document(self, response: Any) -> Any:
        """The body as JSON. Raises Offline when it is none: somebody else answered."""
        if "json" not in (response.headers.get("Content-Type") or ""):
            raise Offline(ELSE)
        try:
            return json.loads(await self.text(response))
        except ValueError as error:
            raise Offline from error

    async def text(self, response: Any) -> str:
        """The whole body. It may be slow, but not stop: raises Offline."""
        return b"".join([piece async for piece in self.pieces(response)]).decode()

    async def pieces(self, response: Any) -> AsyncGenerator[bytes]:
        """The body as it comes. Raises Offline when nothing comes for a while."""
        reader = response.body.getReader() if response.body else None
        while reader is not None:
            self.wait()
            try:
                piece = await reader.read()
            except JsException as error:
                raise Offline from error
            finally:
                self.settle()
            if piece.done:
                break
            yield piece.value.to_bytes()

    def wait(self) -> None:
        """Give up when nothing comes for a while."""
        self.settle()
        self._timer = setTimeout(create_once_callable(lambda: self._abort.abort()), PATIENCE)

    def settle(self) -> None:
        """Something came."""
        clearTimeout(self._timer)

    def abort(self) -> None:
        """End it, wherever it is; after the end it is no more than a word."""
        self.settle()
        self._abort.abort()

    async def _refusal(self, response: Any) -> str:
        """The sentence of a problem document (RFC 9457), or ours."""
        try:
            problem = json.loads(await self.text(response))
            return str(problem.get("detail") or problem["title"])
        except (Offline, ValueError, KeyError, AttributeError):
            return f"The server refused this ({response.status}); nothing was changed."


def offset_of(response: Any) -> int:
    """Where the body begins in the whole (RFC 9110 Content-Range)."""
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range") or "")
    return int(found[1]) if found and response.status == 206 else 0


def digest_of(response: Any) -> Ref | None:
    """The whole's ref from `Repr-Digest` (RFC 9530), or None."""
    found = re.search(r"sha-256=:([A-Za-z0-9+/=]+):", response.headers.get("Repr-Digest") or "")
    try:
        return ref("sha256-" + b64decode(found[1]).hex()) if found else None
    except ValueError:
        return None
