"""Who holds which blob."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "holdings",
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("ref", sa.String(71), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("unnamed", sa.Float),
    )
