"""The books' tables: what the migrations make is what the program knows, and nothing is ever thrown away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from server.refusal import Refusal
from server.sync.database import migrate, open_books
from server.sync.tables import metadata


def test_the_migrations_make_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'records.db'}")
    with engine.begin() as connection:
        migrate(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    open_books(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO heads VALUES ('me', 3, 'op3')")
    open_books(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM heads").fetchall() == [("me", 3, "op3")]


def test_books_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    open_books(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(Refusal, match="newer Larder; nothing was changed"):
        open_books(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(b"This is no database, but it may be dear to somebody." * 100)
    before = path.read_bytes()
    with pytest.raises(Refusal, match="restore it from a backup"):
        open_books(path)
    assert path.read_bytes() == before
