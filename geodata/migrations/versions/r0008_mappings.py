"""What people said the columns of their files are, remembered for files of the same shape."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "mappings",
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("shape", name=op.f("pk_mappings")),
    )


def downgrade() -> None:
    """Drop the table: the questions are asked again."""
    op.drop_table("mappings")
