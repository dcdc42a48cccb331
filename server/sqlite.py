"""SQLite as Larder uses it: readers never wait for a writer, and every commit is flushed before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_MS = 5000


def engine_at(path: Path) -> AsyncEngine:
    """The engine of the database at `path`."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    event.listen(engine.sync_engine, "connect", configure)
    return engine


def configure(connection: Any, _record: object = None) -> None:
    """Have a new connection keep what it is told."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
