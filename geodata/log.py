"""The log of imports: what came in, who brought it and when, and whether it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from geodata.models import ChangeRow, ImportRow


class State(StrEnum):
    """What an import is: counted, or taken out."""

    IN_FORCE = "in_force"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Change:
    """An import undone or brought back. `at` is UTC; `data_version` is the one it made."""

    action: str
    who: str
    at: datetime
    data_version: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One import.

    Attributes:
        id: Its number.
        kind: What was imported: visits, plan, responses, media, campaign, sample, ...
        campaign_id: Where it went.
        file_name: The file's name, without its folder; "" where there was no file.
        sha256: Of the file's bytes.
        who: Who brought it, "" where nobody said.
        at: When, UTC.
        counts: Rows by table, and `rows_read` and `rows_listed` of the file.
        data_version: The one it made; None for imports older than this log.
        state: Whether it is in force.
        changes: What became of it since, oldest first.
    """

    id: int
    kind: str
    campaign_id: str
    file_name: str
    sha256: str
    who: str
    at: datetime
    counts: Mapping[str, int]
    data_version: int | None
    state: State
    changes: tuple[Change, ...]


def read_log(connection: Connection) -> tuple[Entry, ...]:
    """Read every import there ever was, newest first."""
    changes: dict[int, list[Change]] = {}
    for row in connection.execute(select(ChangeRow.__table__).order_by(ChangeRow.id)):
        change = Change(row.action, row.who, row.at.replace(tzinfo=UTC), row.data_version)
        changes.setdefault(row.import_id, []).append(change)
    table = ImportRow.__table__
    return tuple(
        Entry(
            id=row.id,
            kind=row.kind,
            campaign_id=row.campaign_id,
            file_name=row.file_name,
            sha256=row.sha256,
            who=row.who,
            at=row.at.replace(tzinfo=UTC),
            counts=row.counts,
            data_version=row.data_version,
            state=State.UNDONE if row.undone else State.IN_FORCE,
            changes=tuple(changes.get(row.id, ())),
        )
        for row in connection.execute(select(table).order_by(table.c.id.desc()))
    )
