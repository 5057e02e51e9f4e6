"""Responses and answers into the database, a million forms at a time.

Everything is mapped to integers by arrays and written in the order of the answers' key: that
is what makes the import quick and the counting quicker (`geodata.counting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import aliased

from geodata import vocabulary as v
from geodata.database import copy_in
from geodata.in_force import cell_counts
from geodata.models import (
    AnswerRow,
    AnswerTextRow,
    CampaignRow,
    QuestionRow,
    ResponseRow,
    SurveyCellRow,
)
from geodata.records import load_questionnaire, option_ids
from geodata.vocabulary import Mode

Ids = NDArray[np.int64]

SUBMISSION_HASH = "submission_hash"
CELL_COLUMNS = (v.RESPONSE_DATE, v.DISTRICT_CODE, v.MODE)
PERSON_COLUMNS = (v.LOCALITY_CODE, v.SEX, v.AGE_GROUP, v.RESIDENCE, v.LANGUAGE)
BLOCK = 100_000
# What the smallest database in use takes in one statement (SQLite before 3.32: 999).
MOST_PARAMETERS = 900


@dataclass(frozen=True, slots=True)
class PackedAnswers:
    """Chosen options of very many responses, six bytes each.

    Attributes:
        pairs: Question key and option code, in any order.
        blocks: Pairs of arrays of one length: positions among the responses, and indexes of
            `pairs`. Nobody chose two options of a question with one answer: the maker of the
            blocks answers for that.
    """

    pairs: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[NDArray[np.uint32], NDArray[np.uint16]], ...]

    def __len__(self) -> int:
        return sum(len(positions) for positions, _ in self.blocks)

    def keep(self, kept: NDArray[np.bool_]) -> PackedAnswers:
        """Leave out the answers of responses that are not kept, and number the others anew."""
        numbers = (np.cumsum(kept) - 1).astype(np.int64)
        blocks = []
        for positions, options in self.blocks:
            stays = kept[positions]
            blocks.append((numbers[positions[stays]].astype(np.uint32), options[stays]))
        return PackedAnswers(self.pairs, tuple(blocks))


def write_responses(
    connection: Connection,
    campaign_id: str,
    import_id: int,
    responses: pd.DataFrame,
    answers: pd.DataFrame | PackedAnswers | None,
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
    cells = _cell_ids(connection, campaign_id, import_id, responses)
    ids = first + np.arange(len(responses), dtype=np.int64)
    _write_forms(connection, import_id, responses, ids, cells)
    if SUBMISSION_HASH in responses.columns and find_doubles(connection, import_id, first):
        raise ValueError("responses: another import brought some of them meanwhile")
    written = 0
    if isinstance(answers, PackedAnswers):
        written = len(answers)
        _write_packed(connection, campaign_id, ids, cells, answers)
    elif answers is not None and len(answers):
        positions = pd.Index(responses[v.RESPONSE_ID]).get_indexer(answers[v.RESPONSE_ID])
        if (positions < 0).any():
            raise ValueError(f"answers: {(positions < 0).sum()} rows belong to no response")
        options = _option_column(connection, campaign_id, answers, positions)
        _write_answers(connection, ids, cells, positions, options)
        written = len(answers)
    return {"responses": len(responses), "answers": written, "first_response": first}


def find_doubles(connection: Connection, import_id: int, first: int) -> int:
    """Count the forms of an import that other imports in force brought too.

    Args:
        connection: An open connection.
        import_id: The import.
        first: Id of its first response: an import's ids follow one another.
    """
    own, other = aliased(ResponseRow), aliased(ResponseRow)
    doubles = (
        select(func.count())
        .select_from(own)
        .join(other, other.submission_hash == own.submission_hash)
        .join(SurveyCellRow, SurveyCellRow.id == other.cell_id)
        .where(
            own.id >= first,
            own.import_id == import_id,
            other.import_id != import_id,
            cell_counts(),
            # Those that it replaces count no more once it is in force.
            SurveyCellRow.replaced_by != import_id,
        )
    )
    return connection.execute(doubles).scalar_one()


def write_texts(
    connection: Connection,
    campaign_id: str,
    first: int,
    responses: pd.DataFrame,
    texts: pd.DataFrame,
) -> dict[str, int]:
    """Write respondents' own words, not released; `first` is the id of the first response.

    Raises:
        ValueError: a text belongs to no response or question; the text quotes none.
    """
    positions = pd.Index(responses[v.RESPONSE_ID]).get_indexer(texts[v.RESPONSE_ID])
    form = select(CampaignRow.questionnaire_id).where(CampaignRow.id == campaign_id)
    asked = select(QuestionRow.key, QuestionRow.id).where(
        QuestionRow.questionnaire_id == form.scalar_subquery()
    )
    questions = {key: number for key, number in connection.execute(asked)}  # noqa: C416
    if (positions < 0).any() or not set(texts[v.QUESTION]) <= questions.keys():
        raise ValueError("texts: some belong to no response or to no question of the form")
    if len(texts):
        connection.execute(
            insert(AnswerTextRow),
            [
                {"response_id": first + int(at), "question_id": questions[key], "text": text}
                for at, key, text in zip(positions, texts[v.QUESTION], texts["text"], strict=True)
            ],
        )
    return {"texts": len(texts)}


def _check_responses(responses: pd.DataFrame) -> None:
    needed = (v.RESPONSE_ID, *CELL_COLUMNS, *PERSON_COLUMNS)
    missing = [column for column in needed if column not in responses.columns]
    if missing:
        raise ValueError(f"responses: no column {', '.join(missing)}")
    if responses[v.RESPONSE_ID].duplicated().any():
        raise ValueError("responses: a response_id stands there twice")
    if SUBMISSION_HASH in responses.columns:
        hashes = responses[SUBMISSION_HASH].dropna()
        if hashes.duplicated().any():
            raise ValueError("responses: a submission stands there twice")
    if responses[v.RESPONSE_DATE].isna().any():
        raise ValueError(f"responses: {responses[v.RESPONSE_DATE].isna().sum()} without a date")
    strange = ~responses[v.MODE].isin([str(mode) for mode in Mode])
    if strange.any():
        raise ValueError(f"responses: {strange.sum()} in no known mode")


def _cell_ids(
    connection: Connection, campaign_id: str, import_id: int, responses: pd.DataFrame
) -> Ids:
    """Make the import's cells and return the one of each response."""
    keys = pd.DataFrame(
        {
            "day": pd.to_datetime(responses[v.RESPONSE_DATE]).to_numpy(),
            "district": responses[v.DISTRICT_CODE].astype(object).fillna("").to_numpy(),
            "mode": responses[v.MODE].astype(str).to_numpy(),
        }
    )
    groups = keys.groupby(["day", "district", "mode"], sort=True)
    row = SurveyCellRow
    first = (connection.execute(select(func.max(row.id))).scalar() or 0) + 1
    about = {"campaign_id": campaign_id, "import_id": import_id}
    cells = [
        {"id": first + i, "response_date": day.date(), "district_code": district, "mode": mode}
        for i, (day, district, mode) in enumerate(groups.size().index)
    ]
    if cells:
        connection.execute(insert(row), [about | cell for cell in cells])
    of_responses: Ids = first + groups.ngroup().to_numpy()
    return of_responses


def _write_forms(
    connection: Connection, import_id: int, responses: pd.DataFrame, ids: Ids, cells: Ids
) -> None:
    names = [*PERSON_COLUMNS]
    if SUBMISSION_HASH in responses.columns:
        names.append(SUBMISSION_HASH)
    columns = ("id", "cell_id", "import_id", *names)
    for at in range(0, len(responses), BLOCK):
        part = slice(at, at + BLOCK)
        own = [_plain_list(responses[name].iloc[part]) for name in names]
        numbers = ids[part].tolist()
        about = (numbers, cells[part].tolist(), [import_id] * len(numbers))
        _insert_rows(connection, ResponseRow, columns, [*about, *own])


def _plain_list(column: pd.Series[Any]) -> list[Any]:
    return list(column.astype(object).where(column.notna(), None))


def _option_column(
    connection: Connection, campaign_id: str, answers: pd.DataFrame, positions: Ids
) -> Ids:
    """Map (question, option) to option ids and check single choices."""
    form = load_questionnaire(connection, campaign_id)
    known = _known_options(connection, campaign_id)
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


def _known_options(connection: Connection, campaign_id: str) -> dict[tuple[str, str], int]:
    questionnaire_id = select(CampaignRow.questionnaire_id).where(CampaignRow.id == campaign_id)
    return option_ids(connection, connection.execute(questionnaire_id).scalar_one())


def _write_packed(
    connection: Connection, campaign_id: str, ids: Ids, cells: Ids, answers: PackedAnswers
) -> None:
    """Write packed answers: the key is built block by block, so nothing is held twice."""
    known = _known_options(connection, campaign_id)
    missing = [pair for pair in answers.pairs if pair not in known]
    if missing:
        raise ValueError(f"answers: {len(missing)} options are not the form's")
    numbers = np.array([known[pair] for pair in answers.pairs], dtype=np.int64)
    known_ids, option_at = np.unique(numbers, return_inverse=True)
    cell_ids, cell_at = np.unique(cells, return_inverse=True)
    key = np.empty(len(answers), dtype=np.int64)
    at = 0
    for positions, options in answers.blocks:
        part = key[at : at + len(positions)]
        np.multiply(cell_at[positions], len(known_ids), out=part)
        part += option_at[options]
        part *= len(ids)
        part += positions
        at += len(positions)
    _write_key(connection, ids, cell_ids, known_ids, key)


def _write_answers(
    connection: Connection, ids: Ids, cells: Ids, positions: Ids, options: Ids
) -> None:
    cell_ids, cell_at = np.unique(cells, return_inverse=True)
    known, option_at = np.unique(options, return_inverse=True)
    key = (cell_at[positions] * len(known) + option_at) * len(ids) + positions
    _write_key(connection, ids, cell_ids, known, key)


def _write_key(
    connection: Connection, ids: Ids, cell_ids: Ids, known: Ids, key: NDArray[np.int64]
) -> None:
    """Write answers in the order of their key, one number standing for all three parts."""
    key.sort()
    if (key[1:] == key[:-1]).any():
        raise ValueError("answers: the same answer stands there twice")
    names = ("cell_id", "option_id", "response_id")
    for block in _blocks(key):
        rest, position = np.divmod(block, len(ids))
        cell, option = np.divmod(rest, len(known))
        columns = [cell_ids[cell].tolist(), known[option].tolist(), ids[position].tolist()]
        _insert_rows(connection, AnswerRow, names, columns)


def _blocks(key: Ids) -> Iterator[Ids]:
    for at in range(0, len(key), BLOCK):
        yield key[at : at + BLOCK]


def _insert_rows(
    connection: Connection, model: Any, names: Sequence[str], columns: Sequence[list[Any]]
) -> None:
    """Insert rows given as columns, many to a statement: a third of the time of one by one."""
    if connection.dialect.name == "postgresql":
        copy_in(connection, model.__tablename__, names, zip(*columns, strict=True))
        return
    many = MOST_PARAMETERS // len(names)
    flat = list(chain.from_iterable(zip(*columns, strict=True)))
    width = many * len(names)
    whole = len(flat) // width * width
    if whole:
        groups = [tuple(flat[at : at + width]) for at in range(0, whole, width)]
        connection.exec_driver_sql(_insert_sql(model, names, many), groups)
    if len(flat) > whole:
        rest = tuple(flat[whole:])
        sql = _insert_sql(model, names, len(rest) // len(names))
        connection.exec_driver_sql(sql, rest)


def _insert_sql(model: Any, columns: Sequence[str], rows: int) -> str:
    """Write the statement for the driver itself: tuples, no dict for each row."""
    row = f"({', '.join(['?'] * len(columns))})"
    values = ", ".join([row] * rows)
    return f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES {values}"
