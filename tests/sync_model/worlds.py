"""Where the devices of a model meet: a hub, and hands on what is behind it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from threading import Timer
from typing import Any, Protocol

import httpx

from app.core.sync.server_hub import ServerHub
from app.model.batch import Record
from app.model.errors import Offline
from app.model.reply import Reply
from app.ports import Hub
from tests.doubles.hub import MemoryHub
from tests.sync_model.forked import ForkedServer

OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}


class World(Protocol):
    """A server."""

    hub: Hub

    def back_up(self) -> None:
        """Take a backup, in the place of the one before."""
        ...

    def restore(self) -> None:
        """Be as the backup was: there is one from the beginning."""
        ...

    def crashing(self, after: float) -> AbstractContextManager[None]:
        """Be killed so many seconds later, whatever it does then; be there again when the context is left."""
        ...

    def end(self) -> None:
        """Nobody comes any more."""
        ...

    def records(self) -> dict[str, Record]:
        """All that is there, without what was deleted."""
        ...


class InMemory:
    """The double of the books."""

    def __init__(self) -> None:
        self.hub = MemoryHub()
        self.back_up()

    def back_up(self) -> None:
        self._backup = self.hub.backup()

    def restore(self) -> None:
        self.hub.restore(self._backup)

    def crashing(self, after: float) -> AbstractContextManager[None]:
        """There is nothing that memory could keep."""
        return nullcontext()

    def end(self) -> None:
        """It is forgotten."""

    def records(self) -> dict[str, Record]:
        rows = self.hub.books.records.items()
        return {key: now.body for key, (_, now) in rows if now.body is not None}


class OverHttp:
    """The two questions that a hub asks, to a server process that may be gone."""

    def __init__(self, origin: str) -> None:
        self.client = httpx.Client(base_url=origin, headers=OWN)

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        return Reply(self._asked("GET", path), "")

    async def tell(self, path: str, body: Record) -> Any:
        return self._asked("POST", path, content=json.dumps(body))

    def _asked(self, method: str, path: str, **what: Any) -> Any:
        try:
            return self.client.request(method, path, **what).raise_for_status().json()
        except httpx.TransportError:
            raise Offline from None


class Process:
    """A real server, killed at any moment; its books are begun anew for every example."""

    def __init__(self, server: ForkedServer) -> None:
        self._server = server
        self._books, self._backup = server.data / "records.db", server.data / "backup.db"
        self._renew(b"")
        self.back_up()
        self._remote = OverHttp(server.origin)
        self.hub = ServerHub(self._remote)  # type: ignore[arg-type]

    def back_up(self) -> None:
        with closing(sqlite3.connect(self._books)) as books, closing(sqlite3.connect(self._backup)) as backup:
            books.backup(backup)

    def restore(self) -> None:
        self._renew(self._backup.read_bytes())

    @contextmanager
    def crashing(self, after: float) -> Iterator[None]:
        killer = Timer(after, self._server.kill)
        killer.start()
        yield
        killer.join()
        self._server.start()

    def end(self) -> None:
        self._remote.client.close()

    def records(self) -> dict[str, Record]:
        with closing(sqlite3.connect(self._books)) as books:
            rows = books.execute("SELECT key, body FROM records WHERE body IS NOT NULL").fetchall()
        return {key: json.loads(body) for key, body in rows}

    def _renew(self, books: bytes) -> None:
        """Another process over these books, or over none."""
        self._server.kill()
        for path in self._server.data.glob("records.db*"):
            path.unlink()
        if books:
            self._books.write_bytes(books)
        self._server.start()
