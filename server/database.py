"""The index on disk: SQLite in WAL mode, every commit flushed. All of it can be made again from the files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateTable

from server.refusal import Refusal
from server.sqlite import configure, engine_at

SCHEMA = 1
"""PRAGMA user_version. An index of another version is made anew: keys come from paths, peaks from files."""

metadata = MetaData()

tracks = Table(
    "tracks",
    metadata,
    Column("key", String, primary_key=True),
    Column("path", LargeBinary, nullable=False, unique=True),
    Column("stamp", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("media_type", String, nullable=False),
    Column("duration", Float, nullable=False),
    Column("title", String, nullable=False),
    Column("artist", String, nullable=False),
    Column("album", String, nullable=False),
    Column("disc", Integer),
    Column("track", Integer),
    Column("year", Integer),
    Column("genre", String, nullable=False),
    Column("cover", String),
    Column("hue", Integer),
    Column("digest", String),
    Column("notice", String, nullable=False),
    Column("place", String, nullable=False, unique=True),
    Column("search", String, nullable=False),
)

skipped = Table(
    "skipped",
    metadata,
    Column("path", LargeBinary, primary_key=True),
    Column("stamp", String, nullable=False),
    Column("reason", String, nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("epoch", String, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("folder", LargeBinary, nullable=False),
)
"""One row: a random name of this index, a counter of its changes, and the library folder it describes."""


def open_database(path: Path) -> AsyncEngine:
    """The engine of the index at `path`, its tables made. Raises Refusal when it can't be used."""
    try:
        _prepare(path)
    except (sqlite3.Error, OSError) as error:
        raise Refusal(
            f"The index {path} can't be used ({error}). Your music is untouched; "
            "move that file away and Larder makes a new one."
        ) from None
    return engine_at(path)


def _prepare(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        configure(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA:
            for table in metadata.sorted_tables:
                connection.execute(f"DROP TABLE IF EXISTS {table.name}")
        for table in metadata.sorted_tables:
            connection.execute(_ddl(table))
        connection.execute(f"PRAGMA user_version={SCHEMA}")
        connection.commit()
    finally:
        connection.close()


def _ddl(table: Table) -> str:
    return str(CreateTable(table, if_not_exists=True).compile(dialect=dialect()))
