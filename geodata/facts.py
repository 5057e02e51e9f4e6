"""The facts of a campaign as data frames, one reader per table.

Column names are those of `geodata.vocabulary`; dates are datetime64, counts of participants
Int64 with <NA> for what nobody recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Executable, func, select

from geodata import vocabulary as v
from geodata.benchmarks import TEXTS, as_benchmarks, shipped_benchmarks
from geodata.imports import MEDIA_COLUMNS, PLANNED, POPULATION_COLUMNS, VISIT_COLUMNS
from geodata.in_force import cell_counts, in_force, media_counts, visit_counts
from geodata.models import (
    AnswerRow,
    BenchmarkRow,
    HandoutRow,
    ImportRow,
    MediaRow,
    OptionRow,
    PopulationRow,
    QuestionRow,
    ReferenceRow,
    ResponseRow,
    ScreeningRow,
    SurveyCellRow,
    VisitRow,
)

_DAY = "datetime64[us]"
_WHOLE = "Int64"
_ASKED_AT_ONCE = 5_000


def read_visits(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read the visits in order of day and of entry."""
    row = VisitRow
    statement = (
        select(row.id.label(v.VISIT_ID), *(getattr(row, name) for name in VISIT_COLUMNS))
        .where(row.campaign_id == campaign_id, visit_counts())
        # Not by columns that may be empty: databases disagree on which end NULL sorts to.
        .order_by(row.visit_date, row.id)
    )
    types = dict.fromkeys((v.VISIT_DATE, v.PLANNED_DATE), _DAY) | dict.fromkeys(
        (v.PARTICIPANTS, v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE), _WHOLE
    )
    return _frame(connection, statement, types)


def read_handouts(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read `visit_id, item, quantity, planned`."""
    row = HandoutRow
    statement = (
        select(row.visit_id, row.item, row.quantity, row.planned)
        .join(VisitRow, VisitRow.id == row.visit_id)
        .where(VisitRow.campaign_id == campaign_id, visit_counts())
        .order_by(row.visit_id, row.item)
    )
    return _frame(connection, statement, {v.QUANTITY: _WHOLE, PLANNED: _WHOLE})


def read_screenings(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read `visit_id, title, screenings`."""
    row = ScreeningRow
    statement = (
        select(row.visit_id, row.title, row.screenings)
        .join(VisitRow, VisitRow.id == row.visit_id)
        .where(VisitRow.campaign_id == campaign_id, visit_counts())
        .order_by(row.visit_id, row.title)
    )
    return _frame(connection, statement, {v.SCREENINGS: _WHOLE})


def read_media(connection: Connection, campaign_id: str, with_ids: bool = False) -> pd.DataFrame:
    """Read `date, outlet, kind, title, audience` in order of date, with `media_id` if asked."""
    statement = (
        select(*(getattr(MediaRow, name) for name in MEDIA_COLUMNS))
        .where(MediaRow.campaign_id == campaign_id, media_counts())
        .order_by(MediaRow.date, MediaRow.id)
    )
    if with_ids:
        statement = statement.add_columns(MediaRow.id.label(v.MEDIA_ID))
    return _frame(connection, statement, {v.DATE: _DAY, v.AUDIENCE: _WHOLE})


def read_population(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read the margins that were loaded last, `POPULATION_COLUMNS`; "" is not broken down by."""
    row = PopulationRow
    newest = select(func.max(row.import_id)).where(
        row.campaign_id == campaign_id, in_force(row.import_id)
    )
    statement = (
        select(*(getattr(row, name) for name in POPULATION_COLUMNS))
        .where(row.campaign_id == campaign_id, row.import_id == newest.scalar_subquery())
        .order_by(row.id)
    )
    return _frame(connection, statement, {"residents": "int64"})


def read_reference(
    connection: Connection, campaign_id: str, kind: str
) -> dict[str, dict[str, Any]]:
    """Read the records of a kind that were loaded last, by code."""
    table = ReferenceRow
    of_kind = (table.campaign_id == campaign_id, table.kind == kind)
    newest = select(func.max(table.import_id)).where(*of_kind, in_force(table.import_id))
    statement = select(table.code, table.document).where(
        *of_kind, table.import_id == newest.scalar_subquery()
    )
    rows = connection.execute(statement.order_by(table.id))
    return {row.code: row.document for row in rows}


def read_every_reference(
    connection: Connection, campaign_id: str, kind: str
) -> dict[str, dict[str, Any]]:
    """Read the records of a kind that any import in force brought; of a code the newest."""
    table = ReferenceRow
    statement = (
        select(table.code, table.document)
        .where(table.campaign_id == campaign_id, table.kind == kind, in_force(table.import_id))
        .order_by(table.import_id, table.id)
    )
    return {row.code: row.document for row in connection.execute(statement)}


def find_submissions(connection: Connection, hashes: Sequence[int]) -> set[int]:
    """Return those of these submission hashes that are in force, of any campaign."""
    column = ResponseRow.submission_hash
    if connection.execute(select(column).where(column.is_not(None)).limit(1)).first() is None:
        return set()
    found: set[int] = set()
    for at in range(0, len(hashes), _ASKED_AT_ONCE):
        part = hashes[at : at + _ASKED_AT_ONCE]
        there = select(column).join(SurveyCellRow, SurveyCellRow.id == ResponseRow.cell_id)
        rows = connection.execute(there.where(column.in_(part), cell_counts())).scalars()
        found.update(number for number in rows if number is not None)
    return found


def read_benchmarks(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read the shipped benchmarks and the campaign's own; see `geodata.benchmarks`."""
    table = BenchmarkRow.__table__
    rows = connection.execute(
        select(table)
        .where(table.c.campaign_id == campaign_id, in_force(table.c.import_id))
        .order_by(table.c.id)
    ).mappings()
    shipped = shipped_benchmarks()
    own = [
        {**row, **{f"{text}_{lang}": words for text in TEXTS for lang, words in row[text].items()}}
        for row in rows
    ]
    return pd.concat([shipped, as_benchmarks(pd.DataFrame(own))]) if own else shipped


def read_responses(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read the responses in order of id; a missing district is NA here, unlike in counts."""
    row, cell = ResponseRow, SurveyCellRow
    statement = (
        select(
            row.id.label(v.RESPONSE_ID),
            cell.response_date,
            cell.mode,
            cell.district_code,
            row.locality_code,
            row.sex,
            row.age_group,
            row.residence,
            row.language,
        )
        .join(cell, cell.id == row.cell_id)
        .where(cell.campaign_id == campaign_id, cell_counts())
        .order_by(row.id)
    )
    frame = _frame(connection, statement, {v.RESPONSE_DATE: _DAY})
    frame[v.DISTRICT_CODE] = frame[v.DISTRICT_CODE].replace("", pd.NA)
    return frame


def read_answers(connection: Connection, campaign_id: str) -> pd.DataFrame:
    """Read `response_id, question, option`, one row per chosen option. For small campaigns."""
    row = AnswerRow
    statement = (
        select(row.response_id, QuestionRow.key.label(v.QUESTION), OptionRow.code.label(v.OPTION))
        .join(SurveyCellRow, SurveyCellRow.id == row.cell_id)
        .join(OptionRow, OptionRow.id == row.option_id)
        .join(QuestionRow, QuestionRow.id == OptionRow.question_id)
        .where(SurveyCellRow.campaign_id == campaign_id, cell_counts())
        .order_by(row.response_id, row.option_id)
    )
    return _frame(connection, statement, {})


def read_imports(connection: Connection) -> pd.DataFrame:
    """Read the imports in force, oldest first; `at` is UTC, `counts` rows by table."""
    table = ImportRow.__table__
    return _frame(connection, select(table).where(~table.c.undone).order_by(table.c.id), {})


def _frame(connection: Connection, statement: Executable, types: Mapping[str, str]) -> pd.DataFrame:
    result = connection.execute(statement)
    names = list(result.keys())
    frame = pd.DataFrame([tuple(row) for row in result], columns=names)
    return frame.astype(dict(types))
