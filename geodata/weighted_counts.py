"""Sums of weights in the database: grouped sums, never rows.

Every response has a weight by what is known of the person; an option's sum of weights is what
its count would be were the sample like the margins. One pass over the answers joined with the
weights, some ten seconds for twelve million answers, so it is asked only where margins are
loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection, Float, and_, case, func, literal, select

from geodata import vocabulary as v
from geodata.in_force import in_force
from geodata.margins import KNOWN_BY, Cell
from geodata.models import AnswerRow, OptionRow, QuestionRow, ResponseRow, SurveyCellRow

WEIGHT, SQUARE = "weight", "square"
OTHERWISE = 1.0


def sum_weights(
    connection: Connection,
    campaign_id: str,
    questions: Sequence[str],
    weights: Mapping[Cell, float],
) -> pd.DataFrame:
    """Sum the weights of those who chose each option.

    Args:
        connection: An open connection.
        campaign_id: The campaign.
        questions: Keys of questions with one answer a person.
        weights: Sex, age group and residence to a weight; everybody else weighs 1.

    Returns:
        `question, option, district_code, date, weight, square` (of squared weights), sorted;
        a missing district is "".
    """
    table = ResponseRow.__table__.c
    known = [
        (and_(*(table[name] == category for name, category in zip(KNOWN_BY, cell, strict=True))), w)
        for cell, w in weights.items()
    ]
    weight = case(*known, else_=literal(OTHERWISE, Float)) if known else literal(OTHERWISE, Float)
    # Made once, for a weight worked out again at every answer would cost as much again.
    person = select(ResponseRow.id, weight.label(WEIGHT)).cte("person").prefix_with("MATERIALIZED")
    asked = (
        select(OptionRow.id)
        .join(QuestionRow, QuestionRow.id == OptionRow.question_id)
        .where(QuestionRow.key.in_(questions))
    )
    inner = (
        select(
            AnswerRow.cell_id,
            AnswerRow.option_id,
            func.sum(person.c.weight).label(WEIGHT),
            func.sum(person.c.weight * person.c.weight).label(SQUARE),
        )
        .join(person, person.c.id == AnswerRow.response_id)
        .where(AnswerRow.option_id.in_(asked))
        .group_by(AnswerRow.cell_id, AnswerRow.option_id)
        .subquery()
    )
    by = (SurveyCellRow.district_code, SurveyCellRow.response_date)
    statement = (
        select(
            QuestionRow.key, OptionRow.code, *by, func.sum(inner.c.weight), func.sum(inner.c.square)
        )
        .select_from(inner)
        .join(SurveyCellRow, SurveyCellRow.id == inner.c.cell_id)
        .join(OptionRow, OptionRow.id == inner.c.option_id)
        .join(QuestionRow, QuestionRow.id == OptionRow.question_id)
        .where(SurveyCellRow.campaign_id == campaign_id, in_force(SurveyCellRow.import_id))
        .group_by(QuestionRow.id, OptionRow.id, *by)
        .order_by(QuestionRow.id, OptionRow.id, *by)
    )
    rows = [tuple(row) for row in connection.execute(statement)]
    names = [v.QUESTION, v.OPTION, v.DISTRICT_CODE, v.DATE, WEIGHT, SQUARE]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({v.DATE: "datetime64[us]", WEIGHT: "float64", SQUARE: "float64"})
