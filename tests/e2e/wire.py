"""A TCP proxy between the browser and the server: counts what passes, and spoils what it is told to."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

PIECE = 16 * 1024
Treatment = Callable[[Iterator[bytes]], Iterator[bytes]]
"""Takes an answer's bytes, head first, and gives those that the browser gets; then the connection ends."""


@dataclass(slots=True)
class Passage:
    """One request and the bytes of its answer that went through, head included."""

    path: str
    range: str
    bytes: int = 0


class Wire(ThreadingTCPServer):
    """Listens on `port` and passes on to the server at port `upstream`, one request to a connection.

    `media` is the folder that the server serves. With `own_name` the server is asked by its own name,
    whatever the browser called it.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, upstream: int, media: Path) -> None:
        super().__init__(("127.0.0.1", port), Line)
        self.upstream, self.media = upstream, media
        self.own_name = False
        self.passages: list[Passage] = []
        self._treatments: list[tuple[re.Pattern[str], Treatment]] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def treat(self, pattern: str, treatment: Treatment) -> None:
        """From now on, answers to paths that match `pattern` go through `treatment`; the latest rule wins."""
        self._treatments.insert(0, (re.compile(pattern), treatment))

    def heal(self) -> None:
        """Forget every treatment."""
        self._treatments.clear()

    def treatment(self, path: str) -> Treatment:
        """What happens to an answer for `path`."""
        return next((treat for pattern, treat in self._treatments if pattern.search(path)), iter)

    def passed(self, pattern: str) -> list[Passage]:
        """The requests so far whose path matches."""
        return [one for one in self.passages if re.search(pattern, one.path)]

    def handle_error(self, *_: object) -> None:
        """A browser that hangs up is not worth a word."""


class Line(BaseRequestHandler):
    """One connection."""

    server: Wire

    def handle(self) -> None:
        """Pass one request on, and its answer back."""
        head, body = self._request()
        if not head:
            return
        path = head.split(b" ", 2)[1].decode()
        span = re.search(rb"\r\nrange: *([^\r]+)", head, re.IGNORECASE)
        passage = Passage(path, span[1].decode() if span else "")
        self.server.passages.append(passage)
        treatment = self.server.treatment(path)
        if self.server.own_name:
            head = re.sub(rb"\r\nhost:[^\r]*", b"\r\nHost: 127.0.0.1", head, flags=re.IGNORECASE)
        if treatment is not iter:
            # What the browser already holds was not treated.
            head = re.sub(rb"\r\nif-none-match:[^\r]*", b"", head, flags=re.IGNORECASE)
        for piece in treatment(self._answer(closing(head) + body)):
            self.request.sendall(piece)
            passage.bytes += len(piece)

    def _request(self) -> tuple[bytes, bytes]:
        """The request's head, and its whole body."""
        got = b""
        while b"\r\n\r\n" not in got:
            if not (piece := self.request.recv(PIECE)):
                return b"", b""
            got += piece
        head, _, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        while length and len(body) < int(length[1]):
            body += self.request.recv(PIECE)
        return head, body

    def _answer(self, request: bytes) -> Iterator[bytes]:
        with socket.create_connection(("127.0.0.1", self.server.upstream)) as upstream:
            upstream.sendall(request)
            while piece := upstream.recv(PIECE):
                yield piece


def closing(head: bytes) -> bytes:
    """The head of a request after which the server hangs up."""
    others = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
    return others + b"\r\nConnection: close\r\n\r\n"
