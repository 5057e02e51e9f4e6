"""Imports that can be undone: facts count while their import is in force."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_HASH_UNIQUE = "uq_responses_submission_hash"
_HASH_INDEX = "ix_responses_submission_hash"
_OLD_CELL = ("campaign_id", "response_date", "district_code", "mode")
_NEW_CELL = ("import_id", "response_date", "district_code", "mode")


def upgrade() -> None:
    """Create the log of changes and the versions of records; give each cell to one import."""
    _create_tables()
    op.add_column(
        "imports", sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("imports", sa.Column("shown_before", sa.String(length=80), nullable=True))
    op.add_column("imports", sa.Column("data_version", sa.Integer(), nullable=True))
    op.execute(
        "INSERT INTO settlements (visit_id, import_id) "
        "SELECT id, settled_by FROM visits WHERE settled_by IS NOT NULL"
    )
    op.drop_column("visits", "settled_by")
    _keep_versions(op.get_bind())
    with op.batch_alter_table("survey_cells") as table:
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        table.drop_constraint("uq_survey_cells_" + "_".join(_OLD_CELL), type_="unique")
    _split_cells(op.get_bind())
    with op.batch_alter_table("survey_cells") as table:
        table.alter_column("import_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_survey_cells_import_id_imports"), "imports", ["import_id"], ["id"]
        )
        table.create_unique_constraint("uq_survey_cells_" + "_".join(_NEW_CELL), list(_NEW_CELL))
    op.create_index(op.f("ix_survey_cells_campaign_id"), "survey_cells", ["campaign_id"])
    with op.batch_alter_table("responses") as table:
        table.drop_constraint(_HASH_UNIQUE, type_="unique")
    op.create_index(op.f(_HASH_INDEX), "responses", ["submission_hash"])


def downgrade() -> None:
    """Take what is undone out for good, and join the cells again."""
    connection = op.get_bind()
    _delete_undone()
    op.drop_index(op.f(_HASH_INDEX), table_name="responses")
    with op.batch_alter_table("responses") as table:
        table.create_unique_constraint(_HASH_UNIQUE, ["submission_hash"])
    op.drop_index(op.f("ix_survey_cells_campaign_id"), table_name="survey_cells")
    with op.batch_alter_table("survey_cells") as table:
        table.drop_constraint("uq_survey_cells_" + "_".join(_NEW_CELL), type_="unique")
        table.drop_constraint("fk_survey_cells_import_id_imports", type_="foreignkey")
        table.drop_column("import_id")
    _join_cells(connection)
    with op.batch_alter_table("survey_cells") as table:
        table.create_unique_constraint("uq_survey_cells_" + "_".join(_OLD_CELL), list(_OLD_CELL))
    op.add_column("visits", sa.Column("settled_by", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE visits SET settled_by = "
        "(SELECT min(import_id) FROM settlements WHERE visit_id = visits.id)"
    )
    for column in ("undone", "shown_before", "data_version"):
        op.drop_column("imports", column)
    for name in ("settlements", "changes", "campaign_versions", "questionnaire_versions"):
        op.drop_table(name)


def _create_tables() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("shown_before", sa.String(length=80), nullable=False),
        sa.Column("shown_after", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_changes_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_table(
        "settlements",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_settlements_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_settlements_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("visit_id", "import_id", name=op.f("pk_settlements")),
    )
    made: sa.Column[bool] = sa.Column("made", sa.Boolean(), nullable=False)
    for name, key, extra in (
        ("campaign_versions", "campaign_id", [made]),
        ("questionnaire_versions", "questionnaire_id", []),
    ):
        whole = key.removesuffix("_id") + "s"
        op.create_table(
            name,
            sa.Column("import_id", sa.Integer(), nullable=False),
            sa.Column(key, sa.String(length=80), nullable=False),
            *extra,
            sa.Column("document", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(
                ["import_id"], ["imports.id"], name=op.f(f"fk_{name}_import_id_imports")
            ),
            sa.ForeignKeyConstraint([key], [f"{whole}.id"], name=op.f(f"fk_{name}_{key}_{whole}")),
            sa.PrimaryKeyConstraint("import_id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_{key}"), name, [key])


def _keep_versions(connection: sa.Connection) -> None:
    """Take each record and form as it stands for what its campaign's first import brought."""
    firsts = sa.text("SELECT campaign_id, min(id) AS number FROM imports GROUP BY campaign_id")
    first = {row.campaign_id: row.number for row in connection.execute(firsts)}
    campaigns = sa.table("campaigns", *(sa.column(name, kind) for name, kind in _CAMPAIGN.items()))
    forms = sa.table("questionnaires", sa.column("id"), sa.column("document", sa.JSON()))
    documents = {row.id: row.document for row in connection.execute(sa.select(forms))}
    bringing: dict[str, int] = {}
    for row in connection.execute(sa.select(campaigns)).mappings():
        import_id = first.get(row["id"]) or _import_of_record(connection, row["id"])
        form = row["questionnaire_id"]
        bringing[form] = min(bringing.get(form, import_id), import_id)
        plain = {key: _plain(value) for key, value in row.items()}
        about = {"campaign_id": row["id"], "made": True, "document": plain}
        connection.execute(sa.insert(_VERSIONS["campaign"]), {"import_id": import_id} | about)
    for form, import_id in bringing.items():
        about = {"questionnaire_id": form, "document": documents[form]}
        connection.execute(sa.insert(_VERSIONS["questionnaire"]), {"import_id": import_id} | about)


def _import_of_record(connection: sa.Connection, campaign_id: str) -> int:
    number = connection.execute(sa.text("SELECT coalesce(max(id), 0) + 1 FROM imports")).scalar()
    connection.execute(
        sa.text(
            "INSERT INTO imports (id, kind, campaign_id, file_name, sha256, who, at, counts) "
            "VALUES (:id, 'campaign', :campaign, '', '', '', CURRENT_TIMESTAMP, '{}')"
        ),
        {"id": number, "campaign": campaign_id},
    )
    return int(number or 1)


_VERSIONS = {
    name: sa.table(
        f"{name}_versions",
        sa.column("import_id"),
        sa.column(f"{name}_id"),
        sa.column("made", sa.Boolean()),
        sa.column("document", sa.JSON()),
    )
    for name in ("campaign", "questionnaire")
}
_CAMPAIGN: dict[str, Any] = {
    "id": sa.String(),
    "names": sa.JSON(),
    "first_day": sa.Date(),
    "last_day": sa.Date(),
    "target_localities": sa.Integer(),
    "scope_districts": sa.JSON(),
    "scope_inspectorates": sa.JSON(),
    "partners": sa.JSON(),
    "funding": sa.JSON(),
    "disclaimer": sa.JSON(),
    "publisher": sa.Text(),
    "modes": sa.JSON(),
    "fieldwork": sa.JSON(),
    "survey_first_day": sa.Date(),
    "survey_last_day": sa.Date(),
    "illustrative": sa.Boolean(),
    "questionnaire_id": sa.String(),
}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _split_cells(connection: sa.Connection) -> None:
    """Let the first import of a cell keep it, and give every other one a cell of its own.

    The responses of an import follow one another, so a range of ids tells them.
    """
    found = connection.execute(
        sa.text(
            "SELECT cell_id, import_id, min(id), max(id) FROM responses "
            "GROUP BY cell_id, import_id ORDER BY cell_id, import_id"
        )
    ).fetchall()
    unused = "DELETE FROM survey_cells WHERE id NOT IN (SELECT cell_id FROM responses)"
    connection.execute(sa.text(unused))
    last = connection.execute(sa.text("SELECT coalesce(max(id), 0) FROM survey_cells")).scalar()
    number, before = int(last or 0), None
    for cell, import_id, first, final in found:
        if cell != before:
            own = sa.text("UPDATE survey_cells SET import_id = :i WHERE id = :c")
            connection.execute(own, {"i": import_id, "c": cell})
            before = cell
            continue
        number += 1
        values = {"n": number, "c": cell, "i": import_id, "a": first, "b": final}
        for statement in (
            "INSERT INTO survey_cells (id, campaign_id, response_date, district_code, mode, "
            "import_id) SELECT :n, campaign_id, response_date, district_code, mode, :i "
            "FROM survey_cells WHERE id = :c",
            "UPDATE answers SET cell_id = :n WHERE cell_id = :c AND response_id BETWEEN :a AND :b",
            "UPDATE responses SET cell_id = :n WHERE cell_id = :c AND id BETWEEN :a AND :b",
        ):
            used = {key: value for key, value in values.items() if f":{key}" in statement}
            connection.execute(sa.text(statement), used)


def _join_cells(connection: sa.Connection) -> None:
    keys = ", ".join(_OLD_CELL)
    same = " AND ".join(f"o.{key} = survey_cells.{key}" for key in _OLD_CELL)
    firsts = sa.text(
        f"SELECT id, (SELECT min(o.id) FROM survey_cells o WHERE {same}) FROM survey_cells "
        f"WHERE id NOT IN (SELECT min(id) FROM survey_cells GROUP BY {keys})"
    )
    for cell, first in connection.execute(firsts).fetchall():
        for statement in (
            "UPDATE answers SET cell_id = :f WHERE cell_id = :c",
            "UPDATE responses SET cell_id = :f WHERE cell_id = :c",
        ):
            connection.execute(sa.text(statement), {"f": first, "c": cell})
        connection.execute(sa.text("DELETE FROM survey_cells WHERE id = :c"), {"c": cell})


def _delete_undone() -> None:
    """Delete the facts of undone imports: the older schema would read them."""
    undone = "(SELECT id FROM imports WHERE undone)"
    visits = f"(SELECT id FROM visits WHERE import_id IN {undone})"
    responses = f"(SELECT id FROM responses WHERE import_id IN {undone})"
    op.execute(f"DELETE FROM settlements WHERE import_id IN {undone} OR visit_id IN {visits}")
    op.execute(f"DELETE FROM handouts WHERE import_id IN {undone}")
    op.execute(f"DELETE FROM screenings WHERE import_id IN {undone}")
    op.execute(f"DELETE FROM answer_texts WHERE response_id IN {responses}")
    cells = f"(SELECT id FROM survey_cells WHERE import_id IN {undone})"
    op.execute(f"DELETE FROM answers WHERE cell_id IN {cells}")
    op.execute("DELETE FROM changes")
    for name in (
        "visits",
        "media",
        "population",
        "benchmarks",
        "responses",
        "survey_cells",
        "campaign_versions",
        "questionnaire_versions",
    ):
        op.execute(f"DELETE FROM {name} WHERE import_id IN {undone}")
    op.execute("DELETE FROM imports WHERE undone")
