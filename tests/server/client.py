"""The application in this process, asked from ordinary test functions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

BASE = "http://localhost"


class Client:
    """Requests to an application that runs in a thread of its own."""

    def __init__(self, portal: BlockingPortal, app: FastAPI) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 1))
        self._http = httpx.AsyncClient(transport=transport, base_url=BASE)
        self._portal = portal
        self.app = app

    def request(self, method: str, url: str, **how: Any) -> httpx.Response:
        """One request; redirects are not followed."""
        return self._portal.call(partial(self._http.request, method, url, **how))

    def get(self, url: str, **headers: str) -> httpx.Response:
        """GET; `if_range="x"` sends `If-Range: x`."""
        return self.request("GET", url, headers=fields(headers))

    def head(self, url: str, **headers: str) -> httpx.Response:
        """HEAD."""
        return self.request("HEAD", url, headers=fields(headers))

    def write(self, method: str, url: str, body: bytes = b"", **headers: str) -> httpx.Response:
        """A write by the page itself."""
        own = fields({"sec_fetch_site": "same-origin"} | headers)
        return self.request(method, url, content=body, headers=own)

    def close(self) -> None:
        """Forget cookies and connections."""
        self._portal.call(self._http.aclose)


def fields(headers: dict[str, str]) -> dict[str, str]:
    """Keyword names as field names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def client_of(app: FastAPI) -> Iterator[Client]:
    """A client of the started application, which stops on leaving."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        client = Client(portal, app)
        yield client
        client.close()
