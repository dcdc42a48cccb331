"""Runs inside the browser: the page's remote, and levers on the server behind it."""

from __future__ import annotations

from urllib.parse import quote
from uuid import uuid4

from js import Object, fetch
from pyodide.ffi import to_js

from app.browser.http import HttpRemote
from tests.contracts.remote import MEDIA_TYPE


async def call(method: str, path: str, body: bytes = b"") -> bytes:
    """A request past the driver under test."""
    options = {"method": method} | ({"body": to_js(body)} if body else {})
    response = await fetch(path, to_js(options, dict_converter=Object.fromEntries))
    return (await response.arrayBuffer()).to_bytes()


class HttpBench:
    """Every resource has a path of its own, so that checks do not meet."""

    def __init__(self) -> None:
        self.remote = HttpRemote()

    async def offer(self, data: bytes) -> str:
        """Bytes at a new path."""
        path = f"/made/{uuid4().hex}"
        await self.change(path, data)
        return path

    async def change(self, path: str, data: bytes, media_type: str = MEDIA_TYPE) -> None:
        """Other bytes at a path."""
        await call("POST", f"/lever/make?path={path}&type={quote(media_type)}", data)

    async def question(self) -> str:
        """A JSON document."""
        path = f"/made/{uuid4().hex}"
        await self.change(path, b'{"answer": 42}', "application/json")
        return path

    async def says(self, *data: str) -> str:
        """A stream of events; a comment stands before each."""
        path = f"/made/{uuid4().hex}"
        text = "".join(f": here\n\ndata: {each}\n\n" for each in data)
        await self.change(path, text.encode(), "text/event-stream")
        return path

    async def echo(self) -> str:
        """What answers with what it is told."""
        return f"/echo/{uuid4().hex}"

    async def place(self) -> str:
        """Where bytes may be sent."""
        return f"/sent/{uuid4().hex}"

    async def received(self, path: str) -> bytes:
        """What was sent there."""
        return await call("GET", path)

    async def trouble(self, path: str, kind: str, at: int = 0) -> None:
        """The next answer goes wrong."""
        await call("POST", f"/lever/trouble?path={path}&kind={kind}&at={at}")


async def http() -> HttpBench:
    """A fresh bench."""
    return HttpBench()
