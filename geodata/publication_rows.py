"""Finished publications in a database that several servers share: one builds, the others fetch."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from geodata.models import PublicationRow

KEPT = 4


def find_published(connection: Connection, name: str) -> bytes | None:
    """Return a packed publication by its id."""
    row = PublicationRow
    return connection.execute(select(row.body).where(row.id == name)).scalar()


def keep_published(
    connection: Connection, name: str, data_version: int, data_mark: str, stamp: str, body: bytes
) -> None:
    """Keep a packed publication, and the newest few of those before."""
    row = PublicationRow
    if connection.execute(select(row.id).where(row.id == name)).first() is None:
        at = datetime.now(UTC).replace(tzinfo=None)
        values = {"id": name, "data_version": data_version, "data_mark": data_mark}
        connection.execute(insert(row), values | {"stamp": stamp, "at": at, "body": body})
    newest = select(row.id).order_by(row.at.desc()).limit(KEPT)
    kept = list(connection.execute(newest).scalars())
    connection.execute(delete(row).where(row.id.not_in([*kept, name])))
