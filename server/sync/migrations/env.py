"""Runs the migrations on the connection that `server.sync.database` holds."""

from __future__ import annotations

from alembic import context

from server.sync.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
