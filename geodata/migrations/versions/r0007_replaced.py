"""Forms and appearances in the media that a later import may take the place of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CELL = ("import_id", "response_date", "district_code", "mode")
_OLD = "uq_survey_cells_" + "_".join(_CELL)
_NEW = "uq_survey_cells_replaced_by"  # PostgreSQL takes 63 letters, all columns' names are more


def upgrade() -> None:
    """Mark what is replaced; a cell stands once for each import that replaces forms of it."""
    with op.batch_alter_table("survey_cells") as table:
        table.add_column(_mark())
        table.drop_constraint(_OLD, type_="unique")
        table.create_unique_constraint(_NEW, [*_CELL, "replaced_by"])
    with op.batch_alter_table("media") as table:
        table.add_column(_mark())


def downgrade() -> None:
    """Take what is replaced out for good, and put back what counts again."""
    undone = "(SELECT id FROM imports WHERE undone)"
    gone = f"replaced_by != 0 AND replaced_by NOT IN {undone}"
    cells = f"(SELECT id FROM survey_cells WHERE {gone})"
    forms = f"(SELECT id FROM responses WHERE cell_id IN {cells})"
    op.execute(f"DELETE FROM answer_texts WHERE response_id IN {forms}")
    for table in ("answers", "responses"):
        op.execute(f"DELETE FROM {table} WHERE cell_id IN {cells}")
    op.execute(f"DELETE FROM survey_cells WHERE {gone}")
    op.execute(f"DELETE FROM media WHERE {gone}")
    _join_cells(op.get_bind())
    with op.batch_alter_table("media") as media:
        media.drop_column("replaced_by")
    with op.batch_alter_table("survey_cells") as survey_cells:
        survey_cells.drop_constraint(_NEW, type_="unique")
        survey_cells.drop_column("replaced_by")
        survey_cells.create_unique_constraint(_OLD, list(_CELL))


def _mark() -> sa.Column[int]:
    return sa.Column("replaced_by", sa.Integer(), server_default="0", nullable=False)


def _join_cells(connection: sa.Connection) -> None:
    same = " AND ".join(f"o.{name} = c.{name}" for name in _CELL)
    found = connection.execute(
        sa.text(
            f"SELECT c.id, (SELECT min(o.id) FROM survey_cells o WHERE {same}) "
            "FROM survey_cells c WHERE c.replaced_by != 0"
        )
    ).fetchall()
    for cell, first in found:
        if cell == first:
            continue
        for table in ("answers", "responses"):
            statement = sa.text(f"UPDATE {table} SET cell_id = :first WHERE cell_id = :cell")
            connection.execute(statement, {"first": first, "cell": cell})
        connection.execute(sa.text("DELETE FROM survey_cells WHERE id = :cell"), {"cell": cell})
