"""Counting in the database: grouped counts, never rows.

Counts by cell (district, day, mode) come from one pass over the answers' key, which is in that
order already: twelve million answers in about a second. Counting by what is known of the
person (sex, age group, ...) joins the responses and takes some ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    Subquery,
    distinct,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from geodata import vocabulary as v
from geodata.in_force import cell_counts
from geodata.models import AnswerRow, OptionRow, QuestionRow, ResponseRow, SurveyCellRow
from geodata.records import load_questionnaire

BY_CELL = (v.DISTRICT_CODE, v.DATE, v.MODE)
BY_PERSON = (v.SEX, v.AGE_GROUP, v.RESIDENCE, v.LANGUAGE)

_CELL = SurveyCellRow.__table__.c
_CELL_COLUMNS: dict[str, ColumnElement[Any]] = {
    v.DISTRICT_CODE: _CELL.district_code,
    v.DATE: _CELL.response_date,
    v.MODE: _CELL.mode,
}


def count_answers(
    connection: Connection, campaign_id: str, by: Sequence[str] = BY_CELL
) -> pd.DataFrame:
    """Count the answers of a campaign.

    Args:
        connection: An open connection.
        campaign_id: The campaign.
        by: Any of `BY_CELL` and `BY_PERSON`.

    Returns:
        `question`, `option`, the columns of `by` and `count`, sorted; only combinations that
        occur. What is missing is "" (so a response without a district has district_code "").

    Raises:
        ValueError: `by` names something else.
    """
    inner = _joined(
        select(AnswerRow.cell_id, AnswerRow.option_id, *_person_columns(by)),
        AnswerRow.response_id,
        by,
    )
    counted = _counted(inner, func.count())
    columns = _columns(counted, by)
    statement = (
        select(QuestionRow.key, OptionRow.code, *columns, func.sum(counted.c.count))
        .select_from(counted)
        .join(SurveyCellRow, SurveyCellRow.id == counted.c.cell_id)
        .join(OptionRow, OptionRow.id == counted.c.option_id)
        .join(QuestionRow, QuestionRow.id == OptionRow.question_id)
        .where(SurveyCellRow.campaign_id == campaign_id, cell_counts())
        .group_by(QuestionRow.id, OptionRow.id, *columns)
        .order_by(QuestionRow.id, OptionRow.id, *columns)
    )
    return _frame(connection, statement, (v.QUESTION, v.OPTION, *by, v.COUNT))


def count_answered(
    connection: Connection, campaign_id: str, by: Sequence[str] = BY_CELL
) -> pd.DataFrame:
    """Count the persons who chose at least one option of a question, don't-knows among them.

    For a question with several choices this is the base; the sum of its options is not.

    Returns:
        `question`, the columns of `by` and `count`, sorted.

    Raises:
        ValueError: `by` names something unknown.
    """
    form = load_questionnaire(connection, campaign_id)
    several = [question.key for question in form.questions if question.kind == "multiple"]
    names = (v.QUESTION, *by)
    one_each = count_answers(connection, campaign_id, by)
    one_each = one_each[~one_each[v.QUESTION].isin(several)]
    summed = one_each.groupby(list(names), sort=False, as_index=False)[v.COUNT].sum()
    return pd.concat(
        [summed, _count_persons(connection, campaign_id, by, several)], ignore_index=True
    )


def count_responses(
    connection: Connection, campaign_id: str, by: Sequence[str] = BY_CELL
) -> pd.DataFrame:
    """Count the responses of a campaign.

    Returns:
        The columns of `by` and `count`, sorted; what is missing is "".

    Raises:
        ValueError: `by` names something unknown.
    """
    inner = select(ResponseRow.cell_id, *_person_columns(by)).select_from(ResponseRow)
    counted = _counted(inner, func.count())
    columns = _columns(counted, by)
    statement = (
        select(*columns, func.sum(counted.c.count))
        .select_from(counted)
        .join(SurveyCellRow, SurveyCellRow.id == counted.c.cell_id)
        .where(SurveyCellRow.campaign_id == campaign_id, cell_counts())
        .group_by(*columns)
        .order_by(*columns)
    )
    return _frame(connection, statement, (*by, v.COUNT))


def _count_persons(
    connection: Connection, campaign_id: str, by: Sequence[str], questions: Sequence[str]
) -> pd.DataFrame:
    """Count who answered `questions`, each person once however many options were chosen."""
    inner = _joined(
        select(AnswerRow.cell_id, OptionRow.question_id, *_person_columns(by))
        .select_from(AnswerRow)
        .join(OptionRow, OptionRow.id == AnswerRow.option_id)
        .join(QuestionRow, QuestionRow.id == OptionRow.question_id)
        .where(QuestionRow.key.in_(questions)),
        AnswerRow.response_id,
        by,
    )
    counted = _counted(inner, func.count(distinct(AnswerRow.response_id)))
    columns = _columns(counted, by)
    statement = (
        select(QuestionRow.key, *columns, func.sum(counted.c.count))
        .select_from(counted)
        .join(SurveyCellRow, SurveyCellRow.id == counted.c.cell_id)
        .join(QuestionRow, QuestionRow.id == counted.c.question_id)
        .where(SurveyCellRow.campaign_id == campaign_id, cell_counts())
        .group_by(QuestionRow.id, *columns)
        .order_by(QuestionRow.id, *columns)
    )
    return _frame(connection, statement, (v.QUESTION, *by, v.COUNT))


def _person_columns(by: Sequence[str]) -> list[ColumnElement[Any]]:
    strange = [name for name in by if name not in (*BY_CELL, *BY_PERSON)]
    if strange:
        raise ValueError(f"cannot count by {', '.join(strange)}")
    table = ResponseRow.__table__.c
    return [func.coalesce(table[name], literal("")).label(name) for name in by if name in BY_PERSON]


def _joined(
    inner: Select[Any], response_id: InstrumentedAttribute[int], by: Sequence[str]
) -> Select[Any]:
    """Join the responses, but only where something of the person is asked for."""
    if not set(by) & set(BY_PERSON):
        return inner
    return inner.join(ResponseRow, ResponseRow.id == response_id)


def _counted(inner: Select[Any], count: ColumnElement[int]) -> Subquery:
    """Group `inner` by all its columns: by cell first, while rows still come in key order."""
    return inner.add_columns(count.label(v.COUNT)).group_by(*inner.selected_columns).subquery()


def _columns(counted: Subquery, by: Sequence[str]) -> list[ColumnElement[Any]]:
    return [_CELL_COLUMNS[name] if name in _CELL_COLUMNS else counted.c[name] for name in by]


def _frame(connection: Connection, statement: Executable, names: Sequence[str]) -> pd.DataFrame:
    rows = [tuple(row) for row in connection.execute(statement)]
    frame = pd.DataFrame(rows, columns=list(names)).astype({v.COUNT: "int64"})
    return frame.astype({v.DATE: "datetime64[us]"}) if v.DATE in names else frame
