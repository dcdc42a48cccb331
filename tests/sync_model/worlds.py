"""Where the devices of a model meet: a hub, and hands on what is behind it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import httpx

from app.core.sync.server_hub import ServerHub
from app.model.batch import Record
from app.model.reply import Reply
from app.ports import Hub
from tests.doubles.hub import MemoryHub
from tests.larder_server import LarderServer

OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}


class World(Protocol):
    """A server."""

    hub: Hub

    def back_up(self) -> None:
        """Take a backup, in the place of the one before."""
        ...

    def restore(self) -> None:
        """Be as the backup was; nothing happens when there is none."""
        ...

    def crash(self) -> None:
        """Be killed, and started again over what is there."""
        ...

    def records(self) -> dict[str, Record]:
        """All that is there, without what was deleted."""
        ...


class InMemory:
    """The double of the books."""

    def __init__(self) -> None:
        self.hub = MemoryHub()
        self._backup = None

    def back_up(self) -> None:
        self._backup = self.hub.backup()

    def restore(self) -> None:
        if self._backup is not None:
            self.hub.restore(self._backup)

    def crash(self) -> None:
        """There is nothing that memory could keep."""

    def records(self) -> dict[str, Record]:
        rows = self.hub.books.records.items()
        return {key: now.body for key, (_, now) in rows if now.body is not None}


class OverHttp:
    """The two questions that a hub asks, to a server process."""

    def __init__(self, origin: str) -> None:
        self._http = httpx.Client(base_url=origin, headers=OWN)

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        return Reply(self._http.get(path).raise_for_status().json(), "")

    async def tell(self, path: str, body: Record) -> Any:
        return self._http.post(path, content=json.dumps(body)).raise_for_status().json()


class Process:
    """A real server with books of its own, begun anew for every example."""

    def __init__(self, server: LarderServer) -> None:
        self._server, self._folder = server, TemporaryDirectory()
        self._backup = Path(self._folder.name) / "records.db"
        self._renew({})

    def back_up(self) -> None:
        with sqlite3.connect(self._books) as books, sqlite3.connect(self._backup) as backup:
            books.backup(backup)

    def restore(self) -> None:
        if self._backup.exists():
            self._renew({self._books: self._backup.read_bytes()})

    def crash(self) -> None:
        self._server.kill()
        self._server.start()

    def records(self) -> dict[str, Record]:
        with sqlite3.connect(self._books) as books:
            rows = books.execute("SELECT key, body FROM records WHERE body IS NOT NULL").fetchall()
        return {key: json.loads(body) for key, body in rows}

    @property
    def _books(self) -> Path:
        return self._server.data / "records.db"

    def _renew(self, files: dict[Path, bytes]) -> None:
        """Another process over these books."""
        self._server.stop()
        for path in self._server.data.glob("records.db*"):
            path.unlink()
        for path, was in files.items():
            path.write_bytes(was)
        self.hub = ServerHub(OverHttp(self._server.start().origin))  # type: ignore[arg-type]
