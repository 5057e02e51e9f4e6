"""What people decided about names that nobody could read, between the database and records.

A decision holds for every later file, until it is changed or forgotten; it changes no figure
that is stored already.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from geodata.matching import Decision, PlaceKind
from geodata.models import PlaceDecisionRow


def load_decisions(connection: Connection) -> tuple[Decision, ...]:
    """Read every decision, in order of kind, district and text."""
    row = PlaceDecisionRow
    table = row.__table__
    rows = connection.execute(
        select(table).order_by(row.kind, row.district_code, row.text)
    ).mappings()
    return tuple(Decision(**{**each, "kind": PlaceKind(each["kind"])}) for each in rows)


def save_decision(connection: Connection, decision: Decision) -> None:
    """Write a decision in place of an earlier one about the same text."""
    forget_decision(connection, decision)
    row = PlaceDecisionRow
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    connection.execute(insert(row), {**asdict(decision), "kind": str(decision.kind), "at": at})


def forget_decision(connection: Connection, decision: Decision) -> str:
    """Delete a decision and return the code it gave, "" where there was none."""
    row = PlaceDecisionRow
    this = (
        row.kind == str(decision.kind),
        row.text == decision.text,
        row.district_code == decision.district_code,
    )
    code = connection.execute(select(row.code).where(*this)).scalar()
    connection.execute(delete(row).where(*this))
    return code or ""
