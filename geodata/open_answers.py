"""Respondents' own words: kept apart from the facts, shown only once a person released them.

Nothing here says who wrote a text or where: on screen it stands under its question alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from geodata.event_rows import write_event
from geodata.events import Action
from geodata.importing.issues import refused
from geodata.imports import grow_data_version
from geodata.in_force import cell_counts
from geodata.models import AnswerTextRow, QuestionRow, ResponseRow, SurveyCellRow


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A text: its name for commands (`question:number`), its question, words, and if released."""

    name: str
    question: str
    text: str
    released: bool


def load_open_answers(connection: Connection, campaign_id: str) -> tuple[OpenAnswer, ...]:
    """Read the texts of a campaign, by question and text, so that no order says whose they are."""
    row = AnswerTextRow
    statement = (
        select(QuestionRow.key, row.response_id, row.text, row.released_at)
        .join(QuestionRow, QuestionRow.id == row.question_id)
        .join(ResponseRow, ResponseRow.id == row.response_id)
        .join(SurveyCellRow, SurveyCellRow.id == ResponseRow.cell_id)
        .where(SurveyCellRow.campaign_id == campaign_id, cell_counts())
    )
    found = [
        OpenAnswer(f"{key}:{number}", key, text, at is not None)
        for key, number, text, at in connection.execute(statement)
    ]
    return tuple(sorted(found, key=lambda each: (each.question, each.text.casefold(), each.name)))


def set_released(
    connection: Connection, campaign_id: str, names: Sequence[str], released: bool, who: str
) -> int:
    """Release texts, or take them back; returns how many changed.

    Raises:
        Refused: a name is none of the campaign's texts; nothing has changed then.
    """
    known = {each.name: each for each in load_open_answers(connection, campaign_id)}
    strange = [name for name in names if name not in known]
    if strange:
        raise refused("open_answer_unknown", name=strange[0][:60])
    changing = [name for name in dict.fromkeys(names) if known[name].released is not released]
    for name in changing:
        key, _, number = name.rpartition(":")
        asked = select(QuestionRow.id).where(QuestionRow.key == key)
        connection.execute(
            update(AnswerTextRow)
            .where(AnswerTextRow.response_id == int(number), AnswerTextRow.question_id.in_(asked))
            .values(
                released_at=datetime.now(UTC).replace(tzinfo=None) if released else None,
                released_by=who if released else None,
            )
        )
    if changing:
        action = Action.RELEASE if released else Action.WITHDRAW
        grow_data_version(connection, action, *changing)
        write_event(connection, who, action, str(len(changing)))
    return len(changing)
