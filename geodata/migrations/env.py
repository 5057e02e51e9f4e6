"""Alembic's entry: runs migrations on the connection that `geodata.migrations` hands over."""

from __future__ import annotations

from alembic import context

from geodata.models import Base

connection = context.config.attributes["connection"]
# SQLite alters a table by copying it: batch mode does so where ALTER TABLE cannot.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
