"""What somebody set out to change, written down before it and struck out after it.

A process that is killed leaves its line behind. Whoever holds the turn next (`geodata.turns`)
knows by it that something did not finish, and by its data version whether it was stored: that is
written in the transaction that stores, so it is there with all of it or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from geodata.event_rows import LONGEST_SUBJECT
from geodata.events import Action, clean_name
from geodata.imports import DATA_VERSION, read_state
from geodata.models import AttemptRow
from geodata.plain_text import clean_text


class Outcome(StrEnum):
    """What became of an attempt that did not finish."""

    NOTHING = "nothing"
    STORED = "stored"


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody sets out to do: the action, what to, who."""

    action: Action
    subject: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that did not finish, or is under way.

    Attributes:
        action: An `Action`.
        subject: What it was done to: a file's name, an import's number.
        who: Who did it.
        at: When it began, UTC.
        outcome: None while nobody found out.
        data_version: The one it made, where it was stored.
    """

    action: str
    subject: str
    who: str
    at: datetime
    outcome: Outcome | None
    data_version: int | None


def begin(connection: Connection, intent: Intent) -> int:
    """Write an attempt down and return its number."""
    number = (connection.execute(select(func.max(AttemptRow.id))).scalar() or 0) + 1
    connection.execute(
        insert(AttemptRow),
        {
            "id": number,
            "action": str(intent.action),
            "subject": clean_text(intent.subject)[:LONGEST_SUBJECT],
            "who": clean_name(intent.who),
            "at": datetime.now(UTC).replace(tzinfo=None),
        },
    )
    return number


def mark_stored(connection: Connection, number: int) -> None:
    """Write, within the transaction that stores, the data version that it makes."""
    version = int(read_state(connection, DATA_VERSION))
    connection.execute(
        update(AttemptRow).where(AttemptRow.id == number).values(data_version=version)
    )


def finish(connection: Connection, number: int) -> None:
    """Strike an attempt out: it ended, well or with words."""
    connection.execute(delete(AttemptRow).where(AttemptRow.id == number))


def under_way(connection: Connection) -> Attempt | None:
    """Return the attempt that nobody struck out, if there is one."""
    row = connection.execute(_open().order_by(AttemptRow.id.desc()).limit(1)).first()
    return None if row is None else _attempt(row)


def read_left(connection: Connection) -> tuple[Attempt, ...]:
    """Return the attempts whose processes are gone, with what became of them."""
    rows = connection.execute(_open().order_by(AttemptRow.id)).fetchall()
    return tuple(replace(_attempt(row), outcome=_outcome(row)) for row in rows)


def settle(connection: Connection) -> None:
    """Keep what became of the attempts that were left."""
    for row in connection.execute(_open()).fetchall():
        connection.execute(
            update(AttemptRow).where(AttemptRow.id == row.id).values(outcome=str(_outcome(row)))
        )


def read_unfinished(connection: Connection) -> tuple[Attempt, ...]:
    """Return the attempts that did not finish, newest first."""
    row = AttemptRow
    told = select(row.__table__).where(row.outcome.is_not(None)).order_by(row.id.desc())
    return tuple(_attempt(each) for each in connection.execute(told))


def _open() -> Any:
    return select(AttemptRow.__table__).where(AttemptRow.outcome.is_(None))


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome.NOTHING if row.data_version is None else Outcome.STORED


def _attempt(row: Row[Any]) -> Attempt:
    outcome = Outcome(row.outcome) if row.outcome else None
    at = row.at.replace(tzinfo=UTC)
    return Attempt(row.action, row.subject, row.who, at, outcome, row.data_version)
