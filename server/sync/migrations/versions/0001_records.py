"""Records, the commits that made them, and the head of each user's books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "records",
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("body", sa.Text),
    )
    op.create_index("records_by_place", "records", ["user", "place"])
    op.create_table(
        "commits",
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("op", sa.String(64), primary_key=True),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
    )
    op.create_index("commits_by_place", "commits", ["user", "place"])
    op.create_table(
        "heads",
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("op", sa.String(64), nullable=False),
    )
