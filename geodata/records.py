"""Campaigns and questionnaires between their rows in the database and their records."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from geodata.campaigns import Campaign
from geodata.models import CampaignRow, OptionRow, QuestionnaireRow, QuestionRow
from geodata.questionnaire import Questionnaire, parse_questionnaire
from geodata.vocabulary import Mode

_LISTS = ("scope_districts", "scope_inspectorates", "partners")
_WORDS = ("names", "funding", "disclaimer", "fieldwork")


def load_campaigns(connection: Connection) -> tuple[Campaign, ...]:
    """Read every campaign, by first day."""
    table = CampaignRow.__table__
    rows = connection.execute(select(table).order_by(table.c.first_day, table.c.id)).mappings()
    return tuple(_campaign(dict(row)) for row in rows)


def save_campaign(connection: Connection, campaign: Campaign) -> None:
    """Write a campaign's record, new or changed; its questionnaire must be there."""
    table = CampaignRow.__table__
    values: dict[str, Any] = {f.name: getattr(campaign, f.name) for f in fields(campaign)}
    values |= {name: list(values[name]) for name in _LISTS}
    values |= {name: dict(values[name]) for name in _WORDS}
    values["modes"] = [str(mode) for mode in campaign.modes]
    known = connection.execute(select(table.c.id).where(table.c.id == campaign.id)).first()
    if known:
        connection.execute(update(CampaignRow).where(CampaignRow.id == campaign.id), values)
    else:
        connection.execute(insert(CampaignRow), values)


def load_questionnaire(connection: Connection, campaign_id: str) -> Questionnaire:
    """Read the form a campaign used.

    Raises:
        KeyError: there is no such campaign.
    """
    document = connection.execute(
        select(QuestionnaireRow.document)
        .join(CampaignRow, CampaignRow.questionnaire_id == QuestionnaireRow.id)
        .where(CampaignRow.id == campaign_id)
    ).scalar_one_or_none()
    if document is None:
        raise KeyError(f"no campaign has the id {campaign_id!r}")
    return parse_questionnaire(document)


def save_questionnaire(connection: Connection, form: Questionnaire) -> None:
    """Write a form and give its questions and options their integers.

    Words may change later, and questions and options may be added. One that answers may
    stand for is never taken away.
    """
    known = connection.execute(
        select(QuestionnaireRow.id).where(QuestionnaireRow.id == form.id)
    ).first()
    values = {"id": form.id, "document": form.document()}
    if known:
        connection.execute(update(QuestionnaireRow).where(QuestionnaireRow.id == form.id), values)
    else:
        connection.execute(insert(QuestionnaireRow), values)
    questions = _question_ids(connection, form.id)
    new = [question.key for question in form.questions if question.key not in questions]
    first = _next_id(connection, QuestionRow)
    questions |= {key: first + i for i, key in enumerate(new)}
    if new:
        connection.execute(
            insert(QuestionRow),
            [{"id": questions[key], "questionnaire_id": form.id, "key": key} for key in new],
        )
    options = option_ids(connection, form.id)
    pairs = [(question.key, code) for question in form.questions for code in question.codes]
    missing = [pair for pair in pairs if pair not in options]
    first = _next_id(connection, OptionRow)
    if missing:
        connection.execute(
            insert(OptionRow),
            [
                {"id": first + i, "question_id": questions[key], "code": code}
                for i, (key, code) in enumerate(missing)
            ],
        )


def option_ids(connection: Connection, questionnaire_id: str) -> dict[tuple[str, str], int]:
    """Return the integer of every (question key, option code) of a form."""
    rows = connection.execute(
        select(QuestionRow.key, OptionRow.code, OptionRow.id)
        .join(OptionRow, OptionRow.question_id == QuestionRow.id)
        .where(QuestionRow.questionnaire_id == questionnaire_id)
    )
    return {(key, code): number for key, code, number in rows}


def _question_ids(connection: Connection, questionnaire_id: str) -> dict[str, int]:
    rows = connection.execute(
        select(QuestionRow.key, QuestionRow.id).where(
            QuestionRow.questionnaire_id == questionnaire_id
        )
    )
    return {key: number for key, number in rows}  # noqa: C416 (rows are not plain tuples)


def _next_id(connection: Connection, row: type[QuestionRow] | type[OptionRow]) -> int:
    return (connection.execute(select(func.max(row.id))).scalar() or 0) + 1


def _campaign(values: dict[str, Any]) -> Campaign:
    values |= {name: tuple(values[name]) for name in _LISTS}
    values["modes"] = tuple(Mode(text) for text in values["modes"])
    return Campaign(**values)
