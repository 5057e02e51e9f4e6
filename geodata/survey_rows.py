"""Responses and answers into the database, a million forms at a time.

Everything is mapped to integers by arrays and written in the order of the answers' key: that
is what makes the import quick and the counting quicker (`geodata.counting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, func, insert, select

from geodata import vocabulary as v
from geodata.models import AnswerRow, CampaignRow, ResponseRow, SurveyCellRow
from geodata.records import load_questionnaire, option_ids
from geodata.vocabulary import Mode

Ids = NDArray[np.int64]

SUBMISSION_HASH = "submission_hash"
CELL_COLUMNS = (v.RESPONSE_DATE, v.DISTRICT_CODE, v.MODE)
PERSON_COLUMNS = (v.LOCALITY_CODE, v.SEX, v.AGE_GROUP, v.RESIDENCE, v.LANGUAGE)
BLOCK = 100_000

_MARKS = {"qmark": "?", "format": "%s", "pyformat": "%s"}


def write_responses(
    connection: Connection,
    campaign_id: str,
    import_id: int,
    responses: pd.DataFrame,
    answers: pd.DataFrame | None,
) -> dict[str, int]:
    """Write responses and their answers; see `ImportBatch` for the columns.

    Returns:
        How many `responses` and `answers` were written, and `first_response`, the id of the
        first: an import's ids follow one another.

    Raises:
        ValueError: a column or value is missing, or an answer fits no response, question or
            option; the text says how many and quotes none.
    """
    _check_responses(responses)
    first = (connection.execute(select(func.max(ResponseRow.id))).scalar() or 0) + 1
    cells = _cell_ids(connection, campaign_id, responses)
    ids = first + np.arange(len(responses), dtype=np.int64)
    _write_forms(connection, import_id, responses, ids, cells)
    written = 0
    if answers is not None and len(answers):
        positions = pd.Index(responses[v.RESPONSE_ID]).get_indexer(answers[v.RESPONSE_ID])
        if (positions < 0).any():
            raise ValueError(f"answers: {(positions < 0).sum()} rows belong to no response")
        options = _option_column(connection, campaign_id, answers, positions)
        _write_answers(connection, ids, cells, positions, options)
        written = len(answers)
    return {"responses": len(responses), "answers": written, "first_response": first}


def _check_responses(responses: pd.DataFrame) -> None:
    needed = (v.RESPONSE_ID, *CELL_COLUMNS, *PERSON_COLUMNS)
    missing = [column for column in needed if column not in responses.columns]
    if missing:
        raise ValueError(f"responses: no column {', '.join(missing)}")
    if responses[v.RESPONSE_ID].duplicated().any():
        raise ValueError("responses: a response_id stands there twice")
    if responses[v.RESPONSE_DATE].isna().any():
        raise ValueError(f"responses: {responses[v.RESPONSE_DATE].isna().sum()} without a date")
    strange = ~responses[v.MODE].isin([str(mode) for mode in Mode])
    if strange.any():
        raise ValueError(f"responses: {strange.sum()} in no known mode")


def _cell_ids(connection: Connection, campaign_id: str, responses: pd.DataFrame) -> Ids:
    """Find the cell of each response, making those that are new."""
    keys = pd.DataFrame(
        {
            "day": pd.to_datetime(responses[v.RESPONSE_DATE]).to_numpy(),
            "district": responses[v.DISTRICT_CODE].astype(object).fillna("").to_numpy(),
            "mode": responses[v.MODE].astype(str).to_numpy(),
        }
    )
    groups = keys.groupby(["day", "district", "mode"], sort=True)
    cells = [(day.date(), district, mode) for day, district, mode in groups.size().index]
    row = SurveyCellRow
    stored = select(row.response_date, row.district_code, row.mode, row.id)
    known = {
        (day, district, mode): number
        for day, district, mode, number in connection.execute(
            stored.where(row.campaign_id == campaign_id)
        )
    }
    first = (connection.execute(select(func.max(row.id))).scalar() or 0) + 1
    new = {cell: first + i for i, cell in enumerate(c for c in cells if c not in known)}
    if new:
        columns = ("response_date", "district_code", "mode")
        connection.execute(
            insert(row),
            [
                {"id": number, "campaign_id": campaign_id, **dict(zip(columns, cell, strict=True))}
                for cell, number in new.items()
            ],
        )
    numbers = np.array([(known | new)[cell] for cell in cells], dtype=np.int64)
    of_responses: Ids = numbers[groups.ngroup().to_numpy()]
    return of_responses


def _write_forms(
    connection: Connection, import_id: int, responses: pd.DataFrame, ids: Ids, cells: Ids
) -> None:
    names = [*PERSON_COLUMNS]
    if SUBMISSION_HASH in responses.columns:
        names.append(SUBMISSION_HASH)
    insert_sql = _insert_sql(connection, ResponseRow, ("id", "cell_id", "import_id", *names))
    for at in range(0, len(responses), BLOCK):
        part = slice(at, at + BLOCK)
        own = [_plain_list(responses[name].iloc[part]) for name in names]
        block = zip(
            ids[part].tolist(),
            cells[part].tolist(),
            [import_id] * len(ids[part]),
            *own,
            strict=True,
        )
        connection.exec_driver_sql(insert_sql, list(block))


def _plain_list(column: pd.Series[Any]) -> list[Any]:
    return list(column.astype(object).where(column.notna(), None))


def _option_column(
    connection: Connection, campaign_id: str, answers: pd.DataFrame, positions: Ids
) -> Ids:
    """Map (question, option) to option ids and check single choices."""
    form = load_questionnaire(connection, campaign_id)
    questionnaire_id = select(CampaignRow.questionnaire_id).where(CampaignRow.id == campaign_id)
    known = option_ids(connection, connection.execute(questionnaire_id).scalar_one())
    questions = answers[v.QUESTION].astype("category").cat
    options = answers[v.OPTION].astype("category").cat
    table = np.full((len(questions.categories), len(options.categories)), -1, dtype=np.int64)
    for i, key in enumerate(questions.categories):
        for j, code in enumerate(options.categories):
            table[i, j] = known.get((str(key), str(code)), -1)
    asked = questions.codes.to_numpy()
    chosen = options.codes.to_numpy()
    ids: Ids = table[asked, chosen]
    unknown = int(((ids < 0) | (asked < 0) | (chosen < 0)).sum())
    if unknown:
        raise ValueError(f"answers: {unknown} name a question or option the form has not")
    several = {question.key for question in form.questions if question.kind == "multiple"}
    single = np.array([str(key) not in several for key in questions.categories])
    one_each = single[asked]
    people = positions[one_each] * len(single) + asked[one_each]
    if len(people) and np.bincount(people).max() > 1:
        raise ValueError("answers: a person chose two options of a single-choice question")
    return ids


def _write_answers(
    connection: Connection, ids: Ids, cells: Ids, positions: Ids, options: Ids
) -> None:
    """Write answers in the order of their key, one number standing for all three parts."""
    cell_ids, cell_at = np.unique(cells, return_inverse=True)
    known, option_at = np.unique(options, return_inverse=True)
    key = (cell_at[positions] * len(known) + option_at) * len(ids) + positions
    key.sort()
    if (key[1:] == key[:-1]).any():
        raise ValueError("answers: the same answer stands there twice")
    insert_sql = _insert_sql(connection, AnswerRow, ("cell_id", "option_id", "response_id"))
    for block in _blocks(key):
        rest, position = np.divmod(block, len(ids))
        cell, option = np.divmod(rest, len(known))
        columns = (cell_ids[cell].tolist(), known[option].tolist(), ids[position].tolist())
        connection.exec_driver_sql(insert_sql, list(zip(*columns, strict=True)))


def _blocks(key: Ids) -> Iterator[Ids]:
    for at in range(0, len(key), BLOCK):
        yield key[at : at + BLOCK]


def _insert_sql(connection: Connection, model: Any, columns: Sequence[str]) -> str:
    """Write the statement for the driver itself: tuples, no dict for each row."""
    mark = _MARKS[connection.dialect.paramstyle]
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES ({marks})"
