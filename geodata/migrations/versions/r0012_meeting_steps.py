"""Saved views as steps of a meeting: in an order, with a headline and notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a step has besides its view."""
    with op.batch_alter_table("saved_views") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=True))
        table.add_column(sa.Column("headline", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("notes", sa.Text(), server_default="", nullable=False))
        table.add_column(
            sa.Column("plays", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Drop it: the views stay, the script goes."""
    with op.batch_alter_table("saved_views") as table:
        for name in ("plays", "notes", "headline", "position"):
            table.drop_column(name)
