"""Events in the database: written with what they tell of, read newest first."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from geodata.events import Action, Event, clean_name
from geodata.models import EventRow
from geodata.plain_text import clean_text

LONGEST_SUBJECT = 300


def write_event(connection: Connection, who: str, action: Action, subject: str = "") -> None:
    """Write an event within the connection's transaction."""
    values = {
        "at": datetime.now(UTC).replace(tzinfo=None),
        "who": clean_name(who),
        "action": str(action),
        "subject": clean_text(subject)[:LONGEST_SUBJECT],
    }
    connection.execute(insert(EventRow), values)


def load_events(connection: Connection, most: int) -> tuple[Event, ...]:
    """Return the newest events, newest first."""
    row = EventRow
    statement = select(row.at, row.who, row.action, row.subject)
    found = connection.execute(statement.order_by(row.id.desc()).limit(most))
    return tuple(Event(*each) for each in found)
