"""The records of all users and the order in which they changed: what no file could make again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, MetaData, String, Table, Text

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("version", String(64), nullable=False),
    Column("body", Text),
    Index("records_by_place", "user", "place"),
)
"""Each record as it is now. A deleted one stays, without a body."""

commits = Table(
    "commits",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("op", String(64), primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("version", String(64), nullable=False),
    Index("commits_by_place", "user", "place"),
)
"""Every op that was taken, with the place it got and the version that the record has had since."""

heads = Table(
    "heads",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("op", String(64), nullable=False),
)
"""The last commit of each user. Who writes locks this row first: commits of one user never cross."""

holdings = Table(
    "holdings",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("ref", String(71), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("at", Float, nullable=False),
    Column("unnamed", Float),
)
"""Which blobs each user holds; `at`: when the bytes were last sent, or asked for before sending; `unnamed`:
since when no record is known to name them. Both in seconds since 1970."""
