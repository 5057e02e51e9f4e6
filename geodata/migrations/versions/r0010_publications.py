"""Finished publications, for servers that share a database and no data directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of publications."""
    op.create_table(
        "publications",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("data_mark", sa.String(length=32), nullable=False),
        sa.Column("stamp", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("publications")
