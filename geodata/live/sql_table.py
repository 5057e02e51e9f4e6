"""A table or view of a database: read as it is, by nothing but one SELECT over its columns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, column, create_engine, inspect, select, table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.types import LargeBinary

from geodata.importing.issues import Issue, refused
from geodata.importing.quoting import quote
from geodata.live.records import Record
from geodata.live.rows import write_rows

AT_ONCE = 5_000
CONNECT_SECONDS = 15


def fetch_table(record: Record, path: Path, progress: Callable[[int], None]) -> list[Issue]:
    """Write a table's rows to a file.

    Args:
        record: Where it is.
        path: The file, which is made.
        progress: Told the number of rows so far.

    Returns:
        What there is to say of it.

    Raises:
        Refused: the database or the table cannot be read.
    """
    engine = _open(record)
    try:
        with engine.connect() as connection:
            schema, _, name = record.table.rpartition(".")
            looked = inspect(connection)
            if not looked.has_table(name, schema or None):
                raise refused("live_table", table=quote(record.table))
            columns = looked.get_columns(name, schema or None)
            names = [c["name"] for c in columns if not isinstance(c["type"], LargeBinary)]
            left = [c["name"] for c in columns if isinstance(c["type"], LargeBinary)]
            wanted: list[Any] = [column(each) for each in names]
            statement = select(*wanted).select_from(table(name, *wanted, schema=schema or None))
            streamed = connection.execution_options(yield_per=AT_ONCE)
            write_rows(path, names, _counted(streamed.execute(statement), progress))
            connection.rollback()
    except SQLAlchemyError as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        raise refused("live_database", place=record.place, reason=reason) from None
    finally:
        engine.dispose()
    if not left:
        return []
    columns_left = ", ".join(quote(each) for each in left)
    return [Issue(None, None, "live_left_out", (("columns", columns_left),))]


def _open(record: Record) -> Engine:
    url = make_url(record.url)
    if record.password:
        url = url.set(password=secret(record.password))
    backend = url.get_backend_name()
    options: dict[str, Any] = {}
    if backend == "sqlite":
        url = _read_only(url)
    elif backend == "postgresql":
        options["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
        options["execution_options"] = {"postgresql_readonly": True}
    try:
        return create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError, ArgumentError):
        raise refused("live_driver", driver=url.drivername) from None


def _read_only(url: URL) -> URL:
    """Address an SQLite file so that it is neither made nor changed.

    Raises:
        Refused: there is no such file.
    """
    file = Path(url.database or "")
    if not file.is_file():
        raise refused("live_database", place=file.name, reason="FileNotFoundError")
    address = file.absolute().as_posix().replace("?", "%3f").replace("#", "%23")
    return make_url("sqlite://").set(
        database=f"file:{address}", query={"mode": "ro", "uri": "true"}
    )


def _counted(rows: Any, progress: Callable[[int], None]) -> Iterator[tuple[Any, ...]]:
    count = 0
    for row in rows:
        yield tuple(row)
        count += 1
        if count % AT_ONCE == 0:
            progress(count)
    progress(count)


def secret(variable: str) -> str:
    """Return a secret of the environment.

    Raises:
        Refused: it is not set.
    """
    value = os.environ.get(variable, "").strip()
    if not value:
        raise refused("live_secret", variable=variable)
    return value
