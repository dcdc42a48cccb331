"""The tracks of the library, as the index keeps them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Select, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.model.ref import Ref
from app.model.text_index import folded
from server.database import skipped, state, tracks
from server.track import Skipped, Track, Words

FIELDS = (
    "key",
    "path",
    "stamp",
    "size",
    "mtime_ns",
    "media_type",
    "duration",
    "cover",
    "hue",
    "digest",
    "notice",
)
COLUMNS = tuple(column.name for column in tracks.c)
WORDS = ("title", "artist", "album", "disc", "track", "year", "genre")


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the library in order, the place where the next one begins, and how many match in all."""

    tracks: Sequence[Track]
    next: str | None
    total: int


class Tracks:
    """Reads and batched writes; every write moves the revision."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def belong_to(self, folder: Path) -> None:
        """Say which folder the index describes; one that described another is emptied first."""
        name = os.fsencode(folder)
        async with self._engine.begin() as connection:
            known = (await connection.execute(select(state.c.folder))).scalar_one_or_none()
            if known == name:
                return
            for table in (tracks, skipped, state):
                await connection.execute(delete(table))
            await connection.execute(state.insert().values(epoch=uuid4().hex, revision=0, folder=name))

    async def version(self) -> str:
        """A name for the library's content as it stands; it never comes back with other content."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(state.c.epoch, state.c.revision))).one()
        return f"{row.epoch}-{row.revision}"

    async def touch(self) -> None:
        """Move the revision: something outside the index changed."""
        async with self._engine.begin() as connection:
            await _moved(connection)

    async def stamps(self) -> dict[bytes, str]:
        """Path to stamp of everything known, skipped files included."""
        async with self._engine.connect() as connection:
            rows = [*await connection.execute(select(tracks.c.path, tracks.c.stamp))]
            rows += await connection.execute(select(skipped.c.path, skipped.c.stamp))
        return {row.path: row.stamp for row in rows}

    async def covers(self) -> dict[str, int | None]:
        """Digest to hue of every cover."""
        query = select(tracks.c.cover, tracks.c.hue).where(tracks.c.cover.is_not(None)).distinct()
        async with self._engine.connect() as connection:
            return {row.cover: row.hue for row in await connection.execute(query)}

    async def put(self, found: Iterable[Track | Skipped]) -> None:
        """Write one batch. A digest stays while size and time of change do."""
        batch = list(found)
        kept = [_values(item) for item in batch if isinstance(item, Track)]
        refused = [asdict(item) for item in batch if isinstance(item, Skipped)]
        async with self._engine.begin() as connection:
            await _moved(connection)
            await _forget(connection, [item.path for item in batch if isinstance(item, Skipped)], tracks)
            await _forget(connection, [item.path for item in batch if isinstance(item, Track)], skipped)
            if kept:
                await connection.execute(_upsert(), kept)
            if refused:
                await connection.execute(insert(skipped).prefix_with("OR REPLACE"), refused)

    async def forget(self, paths: Sequence[bytes]) -> None:
        """Drop what is no longer in the folder."""
        async with self._engine.begin() as connection:
            await _moved(connection)
            await _forget(connection, paths, tracks)
            await _forget(connection, paths, skipped)

    async def get(self, key: str) -> Track | None:
        """The track of that key, or None."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(tracks).where(tracks.c.key == key))).one_or_none()
        return _track(row) if row else None

    async def page(self, query: str, after: str, limit: int) -> Page:
        """Up to `limit` tracks behind the place `after` in which every word of `query` occurs."""
        matching = _matching(select(tracks), query)
        counted = _matching(select(func.count()).select_from(tracks), query)
        async with self._engine.connect() as connection:
            total = (await connection.execute(counted)).scalar_one()
            wanted = matching.where(tracks.c.place > after).order_by(tracks.c.place).limit(limit + 1)
            rows = (await connection.execute(wanted)).all()
        more = rows[limit - 1].place if len(rows) > limit else None
        return Page([_track(row) for row in rows[:limit]], more, total)

    async def unhashed(self, limit: int) -> Sequence[Track]:
        """Some tracks without a digest, in path order."""
        query = select(tracks).where(tracks.c.digest.is_(None)).order_by(tracks.c.path).limit(limit)
        async with self._engine.connect() as connection:
            return [_track(row) for row in await connection.execute(query)]

    async def hashed(self, known: Iterable[tuple[Track, Ref]]) -> None:
        """Remember the digests, save those of files that were seen changed meanwhile."""
        same = (tracks.c.key == bindparam("k")) & (tracks.c.size == bindparam("s"))
        same &= tracks.c.mtime_ns == bindparam("m")
        rows = [
            {"k": track.key, "s": track.size, "m": track.mtime_ns, "d": digest} for track, digest in known
        ]
        async with self._engine.begin() as connection:
            await _moved(connection)
            await connection.execute(update(tracks).where(same).values(digest=bindparam("d")), rows)

    async def problems(self, limit: int) -> tuple[Sequence[tuple[bytes, str]], int]:
        """Up to `limit` paths with what is wrong, in path order, and how many there are."""
        refused = select(skipped.c.path, skipped.c.reason)
        odd = select(tracks.c.path, tracks.c.notice).where(tracks.c.notice != "")
        both = refused.union_all(odd).subquery()
        async with self._engine.connect() as connection:
            total = (await connection.execute(select(func.count()).select_from(both))).scalar_one()
            rows = await connection.execute(select(both).order_by(both.c.path).limit(limit))
            return [(row.path, row.reason) for row in rows], total


def _matching(query: Select[Any], words: str) -> Select[Any]:
    for word in folded(words).split():
        query = query.where(tracks.c.search.contains(word, autoescape=True))
    return query


async def _moved(connection: AsyncConnection) -> None:
    await connection.execute(update(state).values(revision=state.c.revision + 1))


async def _forget(connection: AsyncConnection, paths: Sequence[bytes], table: Any) -> None:
    for at in range(0, len(paths), 500):
        await connection.execute(delete(table).where(table.c.path.in_(paths[at : at + 500])))


def _upsert() -> Any:
    statement = insert(tracks)
    new = statement.excluded
    same = (tracks.c.size == new.size) & (tracks.c.mtime_ns == new.mtime_ns)
    changed: dict[str, Any] = {column.name: new[column.name] for column in tracks.c if column.name != "key"}
    changed["digest"] = case((same, tracks.c.digest), else_=None)
    return statement.on_conflict_do_update(index_elements=["key"], set_=changed)


def _values(track: Track) -> dict[str, Any]:
    values = {name: getattr(track, name) for name in FIELDS}
    return (
        values
        | {name: getattr(track.words, name) for name in WORDS}
        | {"place": track.place, "search": track.search}
    )


def _track(row: Row[Any]) -> Track:
    columns = dict(zip(COLUMNS, row, strict=True))
    words = Words(**{name: columns[name] for name in WORDS})
    return Track(**{name: columns[name] for name in FIELDS}, words=words)
