"""Campaigns and questionnaires between their rows in the database and their records."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from geodata.campaigns import Campaign
from geodata.in_force import campaign_counts, in_force
from geodata.models import (
    CampaignRow,
    CampaignVersionRow,
    OptionRow,
    QuestionnaireRow,
    QuestionnaireVersionRow,
    QuestionRow,
)
from geodata.questionnaire import Questionnaire, parse_questionnaire
from geodata.vocabulary import Mode

_LISTS = ("scope_districts", "scope_inspectorates", "partners")
_WORDS = ("names", "funding", "disclaimer", "fieldwork")
_DAYS = ("first_day", "last_day", "survey_first_day", "survey_last_day")


def load_campaigns(connection: Connection) -> tuple[Campaign, ...]:
    """Read every campaign, by first day."""
    table = CampaignRow.__table__
    there = select(table).where(campaign_counts()).order_by(table.c.first_day, table.c.id)
    return tuple(_campaign(dict(row)) for row in connection.execute(there).mappings())


def save_campaign(connection: Connection, campaign: Campaign) -> None:
    """Write a campaign's record, new or changed; its questionnaire must be there."""
    _write_campaign(connection, _values(campaign))


def keep_campaign(connection: Connection, import_id: int, campaign: Campaign) -> None:
    """Keep the record as the one that this import brought."""
    document = _values(campaign)
    document |= {name: document[name].isoformat() for name in _DAYS}
    row = CampaignVersionRow
    before = select(row.import_id).where(row.campaign_id == campaign.id, in_force(row.import_id))
    connection.execute(
        insert(row),
        {
            "import_id": import_id,
            "campaign_id": campaign.id,
            "made": connection.execute(before).first() is None,
            "document": document,
        },
    )


def restore_campaign(connection: Connection, campaign_id: str) -> None:
    """Write the newest record in force, if there is one; else the campaign is not there."""
    row = CampaignVersionRow
    document = connection.execute(
        select(row.document)
        .where(row.campaign_id == campaign_id, in_force(row.import_id))
        .order_by(row.import_id.desc())
        .limit(1)
    ).scalar()
    if document:
        days = {name: date.fromisoformat(document[name]) for name in _DAYS}
        _write_campaign(connection, document | days)


def _values(campaign: Campaign) -> dict[str, Any]:
    values: dict[str, Any] = {f.name: getattr(campaign, f.name) for f in fields(campaign)}
    values |= {name: list(values[name]) for name in _LISTS}
    values |= {name: dict(values[name]) for name in _WORDS}
    values["modes"] = [str(mode) for mode in campaign.modes]
    return values


def _write_campaign(connection: Connection, values: dict[str, Any]) -> None:
    table = CampaignRow.__table__
    known = connection.execute(select(table.c.id).where(table.c.id == values["id"])).first()
    if known:
        connection.execute(update(CampaignRow).where(CampaignRow.id == values["id"]), values)
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
        .where(CampaignRow.id == campaign_id, campaign_counts())
    ).scalar_one_or_none()
    if document is None:
        raise KeyError(f"no campaign has the id {campaign_id!r}")
    return parse_questionnaire(document)


def save_questionnaire(connection: Connection, form: Questionnaire) -> None:
    """Write a form and give its questions and options their integers.

    Words may change later, and questions and options may be added. One that answers may
    stand for is never taken away.
    """
    _write_form(connection, form.id, form.document())
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


def keep_questionnaire(connection: Connection, import_id: int, form: Questionnaire) -> None:
    """Keep the form's words as those that this import brought."""
    connection.execute(
        insert(QuestionnaireVersionRow),
        {"import_id": import_id, "questionnaire_id": form.id, "document": form.document()},
    )


def restore_questionnaire(connection: Connection, form_id: str) -> None:
    """Write the newest words in force, unless an option that has its integer would be lost.

    Campaigns may share a form, and answers of another one may stand for that option.
    """
    row = QuestionnaireVersionRow
    document = connection.execute(
        select(row.document)
        .where(row.questionnaire_id == form_id, in_force(row.import_id))
        .order_by(row.import_id.desc())
        .limit(1)
    ).scalar()
    if document is None:
        return
    form = parse_questionnaire(document)
    has = {(question.key, code) for question in form.questions for code in question.codes}
    if has >= option_ids(connection, form_id).keys():
        _write_form(connection, form_id, document)


def _write_form(connection: Connection, form_id: str, document: dict[str, Any]) -> None:
    row = QuestionnaireRow
    known = connection.execute(select(row.id).where(row.id == form_id)).first()
    values = {"id": form_id, "document": document}
    if known:
        connection.execute(update(row).where(row.id == form_id), values)
    else:
        connection.execute(insert(row), values)


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
