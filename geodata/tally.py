"""One pass over a campaign's answers: every count that a publication is made of.

The answers' key is in the order of cell and option, so the database hands over, for each of
these, the persons who chose it as one text of numbers, and arrays add them up: by district,
day and mode, and by district and what is known of the person. A grouping by the database would
have to join the responses once for every breakdown, which takes ten times as long. Nothing of
a row is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, case, cast, func, literal, select

from geodata import vocabulary as v
from geodata.cube import AnswerCube, Broken, Places
from geodata.in_force import cell_counts
from geodata.models import AnswerRow, ResponseRow, SurveyCellRow
from geodata.questionnaire import Question, Questionnaire
from geodata.records import option_ids
from geodata.vocabulary import PERSON_PARTS, Breakdown, Mode

Counts = NDArray[np.int64]
Cell = tuple[int, int, int]  # indexes of district, day and mode

COLUMNS: Mapping[Breakdown, str] = {
    Breakdown.SEX: v.SEX,
    Breakdown.AGE: v.AGE_GROUP,
    Breakdown.RESIDENCE: v.RESIDENCE,
    Breakdown.LANGUAGE: v.LANGUAGE,
}
# Parts of each, with one more for those who did not say; a profile is one part of each.
WIDTHS = tuple(len(PERSON_PARTS[breakdown]) + 1 for breakdown in COLUMNS)
PROFILES = tuple(product(*(range(width) for width in WIDTHS)))
_LANGUAGE = list(COLUMNS).index(Breakdown.LANGUAGE)


@dataclass(frozen=True, slots=True)
class People:
    """What is known of those who answered.

    Attributes:
        first: The least id of a response.
        profile: From there, by id, the index of the person's profile in `PROFILES`.
        cells: Id of a cell on the campaign's days and in its scope to district, day and mode.
        shape: Districts and one for none, days, modes.
    """

    first: int
    profile: NDArray[np.uint16]
    cells: Mapping[int, Cell]
    shape: tuple[int, int, int]


def read_people(
    connection: Connection, campaign_id: str, places: Places, days: Sequence[date]
) -> People:
    """Read what is known of everybody who answered."""
    row = ResponseRow.__table__.c
    own = row.cell_id.in_(_own_cells(campaign_id))
    # Both in one query, so that they come in the same order.
    texts = connection.execute(select(_joined(row.id), _joined(_profile(row))).where(own)).one()
    ids, profiles = (_numbers(text or "") for text in texts)
    first = int(ids.min()) if len(ids) else 0
    profile = np.zeros(int(ids.max()) - first + 1 if len(ids) else 0, dtype=np.uint16)
    profile[ids - first] = profiles
    shape = (len(places.districts) + 1, len(days), len(Mode))
    return People(first, profile, _cells(connection, campaign_id, places, days), shape)


def tally_answers(
    connection: Connection, campaign_id: str, form: Questionnaire, people: People
) -> dict[str, AnswerCube]:
    """Count the answers of `people` to every question that has options: key to cube."""
    numbers = option_ids(connection, form.id)
    asked = {
        numbers[question.key, code]: (question, code)
        for question in form.questions
        for code in question.codes
    }
    tables = {q.key: _Table(q, people.shape) for q in form.questions if q.options}
    row = AnswerRow
    cells = _own_cells(campaign_id)
    statement = (
        select(row.cell_id, row.option_id, _joined(row.response_id))
        .where(row.cell_id.in_(cells))
        .group_by(row.cell_id, row.option_id)
        .order_by(row.cell_id, row.option_id)
    )
    rows = connection.execution_options(stream_results=True).execute(statement)
    inside = (
        (cell, *asked[option], ids)
        for cell, option, ids in rows
        if cell in people.cells and option in asked
    )
    for (cell, key), chosen in groupby(inside, key=lambda each: (each[0], each[1].key)):
        persons = {code: _numbers(ids) - people.first for _, _, code, ids in chosen}
        tables[key].add(people.cells[cell], persons, people.profile)
    return {key: table.cube() for key, table in tables.items()}


class _Table:
    """Counts of one question's answers, and of the persons who gave them."""

    def __init__(self, question: Question, shape: tuple[int, int, int]) -> None:
        self._question = question
        self._several = question.kind == "multiple"
        self._counts = {code: np.zeros(shape, dtype=np.int64) for code in question.codes}
        wide = (shape[0], len(PROFILES))
        self._profiles = {code: np.zeros(wide, dtype=np.int64) for code in question.codes}
        self._persons = np.zeros(shape, dtype=np.int64)
        self._person_profiles = np.zeros(wide, dtype=np.int64)

    def add(self, at: Cell, persons: Mapping[str, Counts], profile: NDArray[np.uint16]) -> None:
        """Add the answers of one cell: option code to the persons who chose it."""
        for code, chose in persons.items():
            self._counts[code][at] += len(chose)
            self._profiles[code][at[0]] += _by_profile(chose, profile)
        if self._several:
            says = [persons[code] for code in persons if code in self._question.valid]
            # A person is one, however many options were chosen.
            who = np.unique(np.concatenate(says)) if says else np.empty(0, dtype=np.int64)
            self._persons[at] += len(who)
            self._person_profiles[at[0]] += _by_profile(who, profile)

    def cube(self) -> AnswerCube:
        """Make the cube."""
        if not self._several:
            for code in self._question.valid:
                self._persons += self._counts[code]
                self._person_profiles += self._profiles[code]
        by = {
            breakdown: Broken(
                {code: _fold(each, i) for code, each in self._profiles.items()},
                _fold(self._person_profiles, i),
            )
            for i, breakdown in enumerate(COLUMNS)
        }
        crossed = {
            code: each.sum(axis=0).reshape(WIDTHS).sum(axis=_LANGUAGE)
            for code, each in self._profiles.items()
        }
        return AnswerCube(
            self._question.key, self._counts, self._persons, by, self._several, crossed
        )


def _by_profile(persons: Counts, profile: NDArray[np.uint16]) -> Counts:
    return np.bincount(profile[persons], minlength=len(PROFILES))


def _fold(profiles: Counts, axis: int) -> Counts:
    """Add up counts by profile, (districts + 1, profiles), to the parts of one breakdown."""
    others = tuple(i + 1 for i in range(len(WIDTHS)) if i != axis)
    folded: Counts = profiles.reshape(len(profiles), *WIDTHS).sum(axis=others)
    return folded


def _profile(row: Any) -> Any:
    """The index of a response's profile, as an expression for the database."""
    number: Any = literal(0)
    for (breakdown, column), width in zip(COLUMNS.items(), WIDTHS, strict=True):
        parts = {part: i for i, part in enumerate(PERSON_PARTS[breakdown])}
        number = number * width + case(parts, value=row[column], else_=width - 1)
    return number


def _own_cells(campaign_id: str) -> Any:
    return select(SurveyCellRow.id).where(SurveyCellRow.campaign_id == campaign_id, cell_counts())


def _cells(
    connection: Connection, campaign_id: str, places: Places, days: Sequence[date]
) -> dict[int, Cell]:
    unplaced = len(places.districts)
    place = {code: i for i, code in enumerate(places.districts)}
    day = {each: i for i, each in enumerate(days)}
    mode = {str(each): i for i, each in enumerate(Mode)}
    row = SurveyCellRow
    statement = select(row.id, row.district_code, row.response_date, row.mode)
    found = {}
    for number, code, on, how in connection.execute(
        statement.where(row.campaign_id == campaign_id, cell_counts())
    ):
        at = place.get(code, unplaced)
        if on in day and (at == unplaced or places.in_scope[at]):
            found[number] = (at, day[on], mode[how])
    return found


def _joined(column: Any) -> Any:
    return func.aggregate_strings(cast(column, String), ",")


def _numbers(text: str) -> Counts:
    numbers: Counts = np.fromstring(text, dtype=np.int64, sep=",")
    return numbers
