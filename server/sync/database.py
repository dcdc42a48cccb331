"""The books on disk. No file could make them again, so their tables only ever move forward, by migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from server.refusal import Refusal
from server.sqlite import configure, engine_at

MIGRATIONS = Path(__file__).parent / "migrations"


def open_books(path: Path) -> AsyncEngine:
    """The engine of the books at `path`, their tables as this program knows them. Raises Refusal."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", configure)
    try:
        with engine.begin() as connection:
            migrate(connection)
    except CommandError:
        raise Refusal(
            f"{path} was made by a newer Larder; nothing was changed. Start that one, or use an older backup."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise Refusal(
            f"{path} can't be used ({error}). It holds favourites, playlists and places of every device: "
            "restore it from a backup, or move it away and the devices bring what they have."
        ) from None
    finally:
        engine.dispose()
    return engine_at(path)


def migrate(connection: Connection) -> None:
    """Bring the tables up to what this program knows; all of it or nothing."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
