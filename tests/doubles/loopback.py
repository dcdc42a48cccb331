"""A server in the same process: a remote over resources by path, with hands on what can go wrong."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app.model.batch import Record
from app.model.chunk import Piece
from app.model.errors import LarderError, NotLetIn, Offline, Rejected
from app.model.ref import Ref, ref_of
from app.model.reply import Reply
from app.model.span import WHOLE, Span
from tests.faults.fault import Fault

PAGE = b"<!doctype html><title>Sign in</title>"
AWAY = frozenset({408, 425, 429, 500, 502, 503, 504})
Answer = Callable[[dict[str, str]], Any]
"""Query to JSON document."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes at a path. `etag` and `digest` are what the server says of them, which may be nothing."""

    data: bytes
    media_type: str
    etag: str
    digest: Ref | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one answer."""

    kind: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One that reached the server."""

    path: str
    start: int = 0
    etag: str = ""


class Body:
    """An answer on its way."""

    def __init__(self, resource: Resource, offset: int, trouble: Trouble | None, server: Loopback) -> None:
        self.offset, self.total = offset, len(resource.data)
        self.media_type, self.etag, self.digest = resource.media_type, resource.etag, resource.digest
        self._data, self._trouble, self._server = resource.data, trouble, server

    async def chunks(self) -> AsyncIterator[Piece]:
        """The body in the server's pieces, as far as it comes."""
        kind, at = (self._trouble.kind, self._trouble.at) if self._trouble else ("", 0)
        stop = min(self.total, self.offset + at) if kind in ("cut", "hang") else self.total
        for start in range(self.offset, stop, self._server.piece):
            await self._server.fault.meet("chunk")
            if self._server.down:
                raise Offline
            piece = self._data[start : min(start + self._server.piece, stop)]
            self._server.sent += len(piece)
            yield Piece(piece)
        if stop < self.total:
            raise Offline


class Loopback:
    """The server and the way to it."""

    def __init__(self, fault: Fault | None = None, piece: int = 262_144) -> None:
        self.fault, self.piece = fault or Fault(), piece
        self.resources: dict[str, Resource] = {}
        self.answers: dict[str, Answer] = {"/api/ping": lambda query: {"nonce": query.get("nonce")}}
        self.hears: dict[str, Callable[[Any], Any]] = {}
        """Document told to document answered, by path."""
        self.says: dict[str, list[str]] = {}
        """Data of events, by path."""
        self.bodies: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.sent = 0
        """Bytes of bodies that went out."""
        self.down = False
        """Nothing is reached."""
        self.troubles: defaultdict[str, deque[Trouble]] = defaultdict(deque)

    def serve(
        self, path: str, data: bytes, kind: str = "audio/mpeg", *, etag: bool = True, digest: bool = True
    ) -> None:
        """These bytes are at `path` from now on."""
        name = ref_of(data)
        self.resources[path] = Resource(data, kind, f'"{name}"' if etag else "", name if digest else None)

    def wrong(self, path: str, *troubles: Trouble) -> None:
        """The next answers at `path` go wrong, one after the other."""
        self.troubles[path].extend(troubles)

    def fetched(self, path: str) -> list[int]:
        """Where each fetch of `path` began."""
        return [request.start for request in self.requests if request.path == path]

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        """GET a JSON document."""
        parts = urlsplit(path)
        trouble = await self._reach(Request(path, 0, etag), parts.path)
        if trouble is not None and trouble.kind in ("page", "cut", "hang"):
            raise Offline
        if parts.path not in self.answers:
            raise Rejected
        body = plain(self.answers[parts.path](dict(parse_qsl(parts.query))))
        mark = f'"{ref_of(json.dumps(body).encode())}"'
        return None if mark == etag else Reply(body, mark)

    @asynccontextmanager
    async def fetch(self, path: str, span: Span = WHOLE, etag: str = "") -> AsyncIterator[Body]:
        """GET bytes from `span.start` on."""
        path = self._meant(path)
        trouble = await self._reach(Request(path, span.start, etag), path)
        if path not in self.resources:
            raise Rejected
        resource = altered(self.resources[path], trouble)
        same = not etag or etag == resource.etag
        if same and span.start and span.start >= len(resource.data):
            raise Rejected
        yield Body(resource, span.start if same else 0, trouble, self)

    async def tell(self, path: str, body: Record) -> Any:
        """POST a JSON document."""
        trouble = await self._reach(Request(path), path)
        if trouble is not None:
            raise Offline
        if path not in self.hears:
            raise Rejected
        return plain(self.hears[path](plain(body)))

    async def events(self, path: str) -> AsyncGenerator[str]:
        """What it says: `says` of that path, and then the connection breaks."""
        if await self._reach(Request(path), path) is not None:
            raise Offline
        if path not in self.says:
            raise Rejected
        for said in self.says[path]:
            yield said
        raise Offline

    async def send(self, path: str, body: bytes, media_type: str) -> None:
        """PUT bytes."""
        path = self._meant(path)
        await self._reach(Request(path), path)
        self.bodies[path] = body

    def _meant(self, path: str) -> str:
        """The place that is meant, once its audio is the bytes that the caller means."""
        place, _, meant = path.partition("?ref=")
        audio = self.resources.get(place.removesuffix("/peaks"))
        if meant and audio is not None and ref_of(audio.data) != meant:
            raise Rejected
        return place

    async def _reach(self, request: Request, path: str) -> Trouble | None:
        await self.fault.meet("request")
        if self.down:
            raise Offline
        self.requests.append(request)
        trouble = self.troubles[path].popleft() if self.troubles[path] else None
        if trouble is not None and trouble.kind in ("status", "mute"):
            raise refusal(trouble.at)
        return trouble


def plain(document: Any) -> Any:
    """The document as it comes out of the wire."""
    return json.loads(json.dumps(document))


def refusal(status: int) -> LarderError:
    """What a status says."""
    if status in AWAY:
        return Offline()
    return NotLetIn() if status in (401, 403) else Rejected()


def altered(resource: Resource, trouble: Trouble | None) -> Resource:
    """What is sent when the trouble is with the bytes: `page`, `flip` at a byte, `short` by `at`, `plain`."""
    data = resource.data
    match trouble:
        case Trouble("page"):
            return Resource(PAGE, "text/html; charset=utf-8", "", None)
        case Trouble("flip", at):
            data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        case Trouble("short", at):
            data = data[: len(data) - at]
        case Trouble("plain"):
            return Resource(data, resource.media_type, "", None)
    return Resource(data, resource.media_type, resource.etag, resource.digest)


class LoopbackBench:
    """The loopback under the remote's contract."""

    def __init__(self) -> None:
        self.remote = Loopback()
        self.remote.answers["/api/question"] = lambda _: {"answer": 42}

    async def offer(self, data: bytes) -> str:
        path = f"/api/audio/{len(self.remote.resources)}"
        await self.change(path, data)
        return path

    async def change(self, path: str, data: bytes) -> None:
        self.remote.serve(path, data, "audio/wav")

    async def question(self) -> str:
        return "/api/question"

    async def says(self, *data: str) -> str:
        path = "/api/said"
        self.remote.says[path] = list(data)
        return path

    async def echo(self) -> str:
        path = "/api/echo"
        self.remote.hears[path] = lambda told: {"told": told}
        return path

    async def place(self) -> str:
        return "/api/audio/0/peaks"

    async def received(self, path: str) -> bytes:
        return self.remote.bodies[path]

    async def trouble(self, path: str, kind: str, at: int = 0) -> None:
        self.remote.wrong(path, Trouble(kind, at))
