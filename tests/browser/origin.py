"""A server whose every answer a test may spoil: what the page's remote is held to its contract against."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections import defaultdict, deque
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from tests.browser.tree import Tree

PAGE = b"<!doctype html><title>Sign in</title>"

HANGS = 30.0
"""Seconds that a hanging answer stays open: longer than the page's patience."""


class Origin(Tree):
    """Resources under `/made/`, an echo under `/echo/`, levers under `/lever/`; all else is the checkout."""

    made: dict[str, tuple[bytes, str]] = {}
    sent: dict[str, bytes] = {}
    troubles: defaultdict[str, deque[tuple[str, int]]] = defaultdict(deque)

    def do_GET(self) -> None:
        """Answer with a resource, spoiled if a lever says so."""
        if self.path in self.made:
            return self._answer(*self.made[self.path], self._trouble())
        if self.path in self.sent:
            return self._reply(200, self.sent[self.path], {})
        return super().do_GET()

    def do_PUT(self) -> None:
        """Take bytes."""
        kind, at = self._trouble()
        body = self._body()
        if kind != "status":
            self.sent[self.path] = body
        self._reply(at if kind == "status" else 204, b"", {})

    def do_POST(self) -> None:
        """Pull a lever, or be answered with what was told."""
        url = urlsplit(self.path)
        if url.path.startswith("/echo/"):
            told = self._body()
            return self._answer(b'{"told": ' + told + b"}", "application/json", self._trouble())
        words = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/lever/trouble":
            self.troubles[words["path"]].append((words["kind"], int(words["at"])))
        else:
            self.made[words["path"]] = (self._body(), words["type"])
        self._reply(204, b"", {})

    def _trouble(self) -> tuple[str, int]:
        waiting = self.troubles[self.path]
        return waiting.popleft() if waiting else ("", 0)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, data: bytes, media_type: str, trouble: tuple[str, int]) -> None:
        kind, at = trouble
        if kind == "status":
            return self._reply(at, b"", {})
        if kind == "mute":
            return self._reply(at, data, {"Content-Type": media_type}, "hang", 5)
        if kind == "page":
            return self._reply(200, PAGE, {"Content-Type": "text/html"})
        digest = sha256(data)
        etag, fields = f'"sha256-{digest.hexdigest()}"', {"Content-Type": media_type}
        if kind != "plain":
            fields |= {"ETag": etag, "Repr-Digest": f"sha-256=:{b64encode(digest.digest()).decode()}:"}
        if self.headers.get("If-None-Match") == etag:
            return self._reply(304, b"", fields)
        status, start = self._range(len(data), etag)
        if status != 200:
            fields["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._reply(status, data[start:] if status != 416 else b"", fields, kind, at)

    def _range(self, size: int, etag: str) -> tuple[int, int]:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked is None or self.headers.get("If-Range", etag) != etag:
            return 200, 0
        return (206, int(asked[1])) if int(asked[1]) < size else (416, 0)

    def _reply(self, status: int, body: bytes, fields: dict[str, str], kind: str = "", at: int = 0) -> None:
        if kind == "hang" and at == 0:
            return time.sleep(HANGS)
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._pour(body[:at] if kind in ("cut", "hang") else body)
        if kind == "hang":
            time.sleep(HANGS)

    def _pour(self, body: bytes) -> None:
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked has heard enough
