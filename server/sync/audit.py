"""What the books say, read in one moment and changed by nobody, and whether they are in order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, create_engine, func, inspect, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.model.ref import PATTERN, Ref
from server.refusal import Refusal
from server.sync.tables import commits, heads, holdings, records

Held = tuple[str, Ref]
"""A user and a ref."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Faults are sentences: `lost` where a change is not there any more, `twice` where one counts double."""

    holdings: dict[Held, int]
    """With their sizes in bytes."""
    assets: dict[tuple[str, str], Ref]
    """What live asset records name, by user and key."""
    records: int
    lost: list[str]
    twice: list[str]


def audit(path: Path) -> Audit:
    """The books at `path`. Raises Refusal when they can't be read."""
    if not path.is_file():
        raise Refusal(f"There are no books at {path}; name the data folder of a Larder by --data-dir.")
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            return _audit(connection)
    except SQLAlchemyError as error:
        raise Refusal(f"{path} can't be read ({error}); restore it from a backup.") from None
    finally:
        engine.dispose()


def _audit(connection: Connection) -> Audit:
    held: dict[Held, int] = {}
    if inspect(connection).has_table(holdings.name):
        rows = connection.execute(select(holdings.c.user, holdings.c.ref, holdings.c.size))
        held = {(row.user, Ref(row.ref)): row.size for row in rows}
    count = connection.execute(select(func.count()).select_from(records)).scalar_one()
    lost = [*_broken(connection), *_lost(connection)]
    return Audit(held, dict(_assets(connection)), count, lost, list(_twice(connection)))


def _assets(connection: Connection) -> Iterator[tuple[tuple[str, str], Ref]]:
    where = (records.c.key.startswith("asset/"), records.c.body.is_not(None))
    for row in connection.execute(select(records.c.user, records.c.key, records.c.body).where(*where)):
        ref = json.loads(row.body).get("ref")
        if isinstance(ref, str) and PATTERN.fullmatch(ref):
            yield (row.user, row.key), Ref(ref)


def _broken(connection: Connection) -> Iterator[str]:
    (said,) = connection.execute(text("PRAGMA quick_check(1)")).scalars()
    if said != "ok":
        yield f"The database itself is damaged: {said}."


def _lost(connection: Connection) -> Iterator[str]:
    """The head is the last commit, no place is empty, and each record is what a commit has made of it."""
    places = select(commits.c.user, func.max(commits.c.place).label("end"), func.count().label("number"))
    ends = places.group_by(commits.c.user).subquery()
    same = and_(commits.c.user == heads.c.user, commits.c.place == heads.c.place, commits.c.op == heads.c.op)
    both = heads.outerjoin(commits, same).outerjoin(ends, ends.c.user == heads.c.user)
    odd = or_(commits.c.op.is_(None), ends.c.end != heads.c.place, ends.c.number != heads.c.place)
    for row in connection.execute(select(heads.c.user).select_from(both).where(heads.c.place > 0, odd)):
        yield f"Some changes of {row.user} are not there any more."
    maker = and_(
        commits.c.user == records.c.user,
        commits.c.place == records.c.place,
        commits.c.op == records.c.version,
    )
    made = select(records.c.user, records.c.key).select_from(records.outerjoin(commits, maker))
    for row in connection.execute(made.where(commits.c.op.is_(None))):
        yield f"Nobody knows what made {row.key} of {row.user}."


def _twice(connection: Connection) -> Iterator[str]:
    doubled = select(commits.c.user, commits.c.place).group_by(commits.c.user, commits.c.place)
    for row in connection.execute(doubled.having(func.count() > 1)):
        yield f"Two changes of {row.user} have the place {row.place}."
