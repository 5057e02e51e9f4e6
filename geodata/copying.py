"""Copies whole tables from one database to another, whatever the two are.

Every table of the schema comes along, but what is this database's own: the log of attempts and
the publications, which are built again. Rows go in the order of their references.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, Table, delete, insert, inspect, select

from geodata.database import copy_in
from geodata.models import AttemptRow, Base, EventRow, PublicationRow

OWN = (AttemptRow.__tablename__, PublicationRow.__tablename__)
BLOCK = 20_000
_ATTACHED = "backup"


def tables() -> list[Table]:
    """Return the tables that are copied, each after those it refers to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in OWN]


def is_whole(connection: Connection) -> bool:
    """Whether a database has every table that is copied."""
    return {table.name for table in tables()} <= set(inspect(connection).get_table_names())


def empty(connection: Connection) -> None:
    """Empty the tables within the connection's transaction."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables())
        connection.exec_driver_sql(f"TRUNCATE {names}")
        return
    for table in reversed(tables()):
        connection.execute(delete(table))


def forget_own(connection: Connection) -> None:
    """Empty what is this database's own."""
    for name in OWN:
        connection.exec_driver_sql(f"DELETE FROM {name}")


def attach(connection: Connection, path: Path) -> None:
    """Let an SQLite connection, before its transaction, see the tables of a file too."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"ATTACH DATABASE ? AS {_ATTACHED}", (str(path),))


def detach(connection: Connection) -> None:
    """Undo `attach`, after the transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"DETACH DATABASE {_ATTACHED}")


def copy_attached(connection: Connection) -> None:
    """Copy every table of the attached file into this one's empty tables."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for table in tables():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        key = ", ".join(f'"{column.name}"' for column in table.primary_key)
        connection.exec_driver_sql(
            f"INSERT INTO main.{table.name} ({columns}) "
            f"SELECT {columns} FROM {_ATTACHED}.{table.name} ORDER BY {key}"
        )


def copy_tables(source: Connection, target: Connection) -> None:
    """Copy every table between two databases; the target's must be empty."""
    for table in tables():
        rows = source.execution_options(stream_results=True, max_row_buffer=BLOCK).execute(
            select(table).order_by(*table.primary_key)
        )
        for block in rows.partitions(BLOCK):
            if target.dialect.name == "postgresql":
                _copy_in(target, table, block)
            else:
                names = table.columns.keys()
                values = [dict(zip(names, row, strict=True)) for row in block]
                target.execute(insert(table), values)
    if target.dialect.name == "postgresql":
        _set_sequences(target)


def merge_events(connection: Connection, kept: Sequence[dict[str, Any]]) -> None:
    """Put events back that the copied ones lack, all in order of time: the record only grows."""
    table = EventRow.__table__
    there = [dict(row) for row in connection.execute(select(table)).mappings()]
    known = {_event_key(event) for event in there}
    missing = [event for event in kept if _event_key(event) not in known]
    if not missing:
        return
    connection.execute(delete(EventRow))
    both = sorted([*there, *missing], key=lambda event: event["at"])
    numbered = [event | {"id": number} for number, event in enumerate(both, 1)]
    connection.execute(insert(EventRow), numbered)
    if connection.dialect.name == "postgresql":
        _set_sequences(connection)


def read_events(connection: Connection) -> list[dict[str, Any]]:
    """Return every event as a row."""
    return [dict(row) for row in connection.execute(select(EventRow.__table__)).mappings()]


def _event_key(event: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(event[name] for name in ("at", "who", "action", "subject"))


def _copy_in(connection: Connection, table: Table, block: Sequence[Sequence[Any]]) -> None:
    documents = [i for i, column in enumerate(table.columns) if isinstance(column.type, JSON)]
    copy_in(connection, table.name, table.columns.keys(), _plain(block, documents))


def _plain(block: Sequence[Sequence[Any]], documents: Sequence[int]) -> Iterator[Sequence[Any]]:
    if not documents:
        yield from block
        return
    for row in block:
        values = list(row)
        for at in documents:
            values[at] = json.dumps(values[at], ensure_ascii=False)
        yield values


def _set_sequences(connection: Connection) -> None:
    """Let a server's own numbers go on after those that were copied."""
    for table in tables():
        if "id" not in table.columns or table.columns["id"].type.python_type is not int:
            continue
        name = table.name
        sequence = f"pg_get_serial_sequence('{name}', 'id')::regclass"
        # Never back: a sequence stays where it is even if the transaction does not.
        connection.exec_driver_sql(
            f"SELECT setval({sequence}, greatest(max(id), nextval({sequence}))) FROM {name}"
        )
