"""Files brought in: population margins, and planned visits that a visit has settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of margins and the mark on visits."""
    op.create_table(
        "population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("residence", sa.String(length=10), nullable=False),
        sa.Column("residents", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_population_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_population_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
    )
    op.create_index(op.f("ix_population_campaign_id"), "population", ["campaign_id"])
    op.add_column("visits", sa.Column("settled_by", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop the margins; rows that were settled would be read again, so they go too."""
    settled = "SELECT id FROM visits WHERE settled_by IS NOT NULL"
    op.execute(f"DELETE FROM handouts WHERE visit_id IN ({settled})")
    op.execute(f"DELETE FROM screenings WHERE visit_id IN ({settled})")
    op.execute("DELETE FROM visits WHERE settled_by IS NOT NULL")
    op.drop_column("visits", "settled_by")
    op.drop_index(op.f("ix_population_campaign_id"), table_name="population")
    op.drop_table("population")
