"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, and the store's own state with version 0."""
    op.create_table(
        "answers",
        sa.Column("cell_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("option_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("cell_id", "option_id", "response_id", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
    )
    op.create_table(
        "state",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_state")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("target_localities", sa.Integer(), nullable=False),
        sa.Column("scope_districts", sa.JSON(), nullable=False),
        sa.Column("scope_inspectorates", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("funding", sa.JSON(), nullable=False),
        sa.Column("disclaimer", sa.JSON(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("fieldwork", sa.JSON(), nullable=False),
        sa.Column("survey_first_day", sa.Date(), nullable=False),
        sa.Column("survey_last_day", sa.Date(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("questionnaire_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_campaigns_questionnaire_id_questionnaires"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_questions_questionnaire_id_questionnaires"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "questionnaire_id", "key", name=op.f("uq_questions_questionnaire_id_key")
        ),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_imports_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_campaign_id"), "imports", ["campaign_id"], unique=False)
    op.create_table(
        "options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_options_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_options")),
        sa.UniqueConstraint("question_id", "code", name=op.f("uq_options_question_id_code")),
    )
    op.create_table(
        "survey_cells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("response_date", sa.Date(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.CheckConstraint("mode IN ('online', 'face-to-face')", name=op.f("ck_survey_cells_mode")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_survey_cells_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_cells")),
        sa.UniqueConstraint(
            "campaign_id",
            "response_date",
            "district_code",
            "mode",
            name=op.f("uq_survey_cells_campaign_id_response_date_district_code_mode"),
        ),
    )
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("option", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("qualifier", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("margin", sa.Double(), nullable=True),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("population", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_benchmarks_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_benchmarks_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
    )
    op.create_index(op.f("ix_benchmarks_campaign_id"), "benchmarks", ["campaign_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("audience", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_media_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_media_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(
        op.f("ix_media_campaign_id_date"), "media", ["campaign_id", "date"], unique=False
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("locality_code", sa.String(length=10), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("age_group", sa.String(length=10), nullable=True),
        sa.Column("residence", sa.String(length=10), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("submission_hash", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["survey_cells.id"], name=op.f("fk_responses_cell_id_survey_cells")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_responses_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("submission_hash", name=op.f("uq_responses_submission_hash")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=80), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("visit_date", sa.Date(), nullable=False),
        sa.Column("planned_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("locality_code", sa.String(length=10), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("inspectorate_code", sa.String(length=10), nullable=True),
        sa.Column("mobile_centre", sa.Text(), nullable=True),
        sa.Column("start_time", sa.String(length=5), nullable=True),
        sa.Column("end_time", sa.String(length=5), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("participants_female", sa.Integer(), nullable=True),
        sa.Column("participants_male", sa.Integer(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'done', 'moved', 'cancelled')", name=op.f("ck_visits_status")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_visits_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_visits_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(
        op.f("ix_visits_campaign_id_visit_date"),
        "visits",
        ["campaign_id", "visit_date"],
        unique=False,
    )
    op.create_table(
        "answer_texts",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answer_texts_question_id_questions")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_answer_texts_response_id_responses")
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_answer_texts")),
    )
    op.create_table(
        "handouts",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "item IN ('leaflet', 'pen', 'reflective_strip')", name=op.f("ck_handouts_item")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_handouts_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_handouts_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("visit_id", "item", name=op.f("pk_handouts")),
    )
    op.create_table(
        "screenings",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("screenings", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_screenings_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_screenings_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("visit_id", "title", name=op.f("pk_screenings")),
    )
    op.execute("INSERT INTO state (key, value) VALUES ('data_version', '0')")


def downgrade() -> None:
    """Drop every table; the facts go with them."""
    op.drop_table("screenings")
    op.drop_table("handouts")
    op.drop_table("answer_texts")
    op.drop_index(op.f("ix_visits_campaign_id_visit_date"), table_name="visits")
    op.drop_table("visits")
    op.drop_table("responses")
    op.drop_index(op.f("ix_media_campaign_id_date"), table_name="media")
    op.drop_table("media")
    op.drop_index(op.f("ix_benchmarks_campaign_id"), table_name="benchmarks")
    op.drop_table("benchmarks")
    op.drop_table("survey_cells")
    op.drop_table("options")
    op.drop_index(op.f("ix_imports_campaign_id"), table_name="imports")
    op.drop_table("imports")
    op.drop_table("questions")
    op.drop_table("campaigns")
    op.drop_table("state")
    op.drop_table("questionnaires")
    op.drop_table("answers")
