"""What a measurement has at hand: how often and how large, servers, browsers, a folder."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, Playwright

from tests.bench.house import house
from tests.browsers import Profile
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

HERE = Path(__file__).parent
STOPWATCH = (HERE / "stopwatch.js").read_text()
HASHING = 300.0
OUR_PAGE = "/"
FLOOR_PAGE = "/static/bench/floor.html"
REST = 1.0
"""Seconds after which a page that is ready has nothing left to do."""


@dataclass(slots=True)
class Bench:
    """`quick`: once and a tenth as large, to see that everything works."""

    playwright: Playwright
    folder: Path
    environ: dict[str, str]
    quick: bool
    _numbers: Any = field(default_factory=count)
    _house: Path | None = None

    def times(self, wanted: int = 5) -> int:
        """How often to measure."""
        return 1 if self.quick else wanted

    def scaled(self, amount: int) -> int:
        """How large a thing to measure with."""
        return amount // 10 if self.quick else amount

    def room(self, name: str) -> Path:
        """A new folder."""
        path = self.folder / f"{name}-{next(self._numbers)}"
        path.mkdir()
        return path

    @contextmanager
    def server(
        self, media: Path, data: Path | None = None, root: Path | None = None
    ) -> Generator[LarderServer]:
        """A server over `media` that has hashed everything; ended with the context. `root`: its program."""
        if root is None:
            root = self._house = self._house or house(self.folder / "house")
        server = LarderServer(media, data or self.room("data") / "data", root=root)
        try:
            server.start()
            until(lambda: hashed(server), "the server has hashed the library", HASHING)
            yield server
        finally:
            server.stop()

    @contextmanager
    def visitor(self, server: LarderServer, profile: Path | None = None) -> Generator[Visitor]:
        """Somebody with a browser, closed yet, on a new profile if none is given."""
        path = profile or self.room("profile")
        visitor = Visitor(Profile(self.playwright, "chromium", path, self.environ), server.url)
        try:
            yield visitor
        finally:
            visitor.profile.close()

    @contextmanager
    def arrived(self, server: LarderServer) -> Generator[Visitor]:
        """Somebody who was here before and is here now: worker in control, Python compiled."""
        with self.visitor(server) as visitor:
            visitor.arrive(script=STOPWATCH)
            visitor.installed()
            visitor.reload()
            yield visitor


def hashed(server: LarderServer) -> bool:
    """Whether the scan is through and every track that is listed has its digest."""
    if asked(server, "/api/library/scan")["running"]:
        return False
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        page = asked(server, f"/api/library?limit=1000&cursor={page['next']}")
        if not all(item["digest"] for item in page["items"]):
            return False
    return True


def assets(server: LarderServer) -> dict[str, dict[str, Any]]:
    """The first page of what the server lists, by title."""
    return {item["title"]: item for item in asked(server, "/api/library?limit=1000")["items"]}


def asked(server: LarderServer, path: str) -> Any:
    """The server's answer to a question."""
    with urlopen(server.origin + path) as reply:
        return json.load(reply)


def go(visitor: Visitor, path: str) -> float:
    """Open a page and wait until it says that it is ready: milliseconds since the navigation began."""
    visitor.page.goto(visitor.url.rstrip("/") + path, wait_until="commit")
    visitor.ready()
    return visitor.page.evaluate("bench.ready")


def settled(visitor: Visitor, path: str) -> Page:
    """A page that is ready and at rest."""
    go(visitor, path)
    sleep(REST)
    return visitor.page
