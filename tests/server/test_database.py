"""The index: durable, replaceable, and refused in one sentence when it is broken."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from anyio import run
from sqlalchemy import text

from server.database import SCHEMA, open_database
from server.refusal import Refusal
from tests.server.conftest import Open, items


def test_every_commit_is_flushed(tmp_path: Path) -> None:
    async def pragmas() -> dict[str, object]:
        engine = open_database(tmp_path / "larder.db")
        async with engine.connect() as connection:
            names = ("journal_mode", "synchronous", "busy_timeout")
            found = {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names}
        await engine.dispose()
        return found

    assert run(pragmas) == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}


def test_an_index_of_another_version_is_made_anew(
    opened: Open, music: Path, wav: bytes, tmp_path: Path
) -> None:
    (music / "a.wav").write_bytes(wav)
    opened()
    connection = sqlite3.connect(tmp_path / "data" / "larder.db")
    connection.execute("DROP TABLE tracks")
    connection.execute("CREATE TABLE tracks (old TEXT)")
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.close()
    assert list(items(opened())) == ["A"]


def test_a_broken_index_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "larder.db").write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(Refusal, match="Your music is untouched"):
        open_database(tmp_path / "larder.db")


def test_a_busy_index_says_try_again(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.sqlite.BUSY_MS", 50)
    client = opened()
    house = client.app.state.house
    other = sqlite3.connect(tmp_path / "data" / "larder.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(type(house.tracks), "version", lambda self: self.touch())
    reply = client.get("/healthz")
    other.close()
    assert reply.status_code == 503 and reply.headers["retry-after"] == "1"
    assert "nothing was changed" in reply.json()["detail"]
