"""Opening the database: SQLite in a data directory by default, any other URL as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

WRITING = "writing"
SNAPSHOT = "snapshot"
ALTERING_LOCK = 7_052_021_001

_PRAGMAS = (
    # First, for the change to WAL itself may have to wait.
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


def open_engine(url: str) -> Engine:
    """Create an engine; for SQLite the parent directory too, WAL and foreign keys on."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_server)
        return engine
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """Yield a writing transaction in which tables may change.

    SQLite alters a table by copying it and dropping the old one, so references are looked at
    once, at the end; PostgreSQL lets one process at a time in here.

    Raises:
        ValueError: a reference would point nowhere; nothing is changed.
    """
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(**{WRITING: True}).connect() as connection:
        driver: Any = connection.connection.driver_connection
        if sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ALTERING_LOCK})")
                yield connection
                if sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken:
                        raise ValueError(f"{broken[0]}: a row would point nowhere")
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


def give_back_space(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which after a large import is as large as the data.

    What is stored is stored whether that succeeds or not: no room to merge the log, or somebody
    who reads meanwhile, leaves it for another time.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(SQLAlchemyError, sqlite3.Error), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=0")
        try:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            driver.execute(f"PRAGMA {_PRAGMAS[0]}")


def copy_in(
    connection: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows by PostgreSQL's COPY within the transaction: by far the quickest way in."""
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_sqlite(engine: Engine, path: Path) -> None:
    """Copy an SQLite database as it is at one moment into a new file, while others go on."""
    target = sqlite3.connect(path)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.backup(target)
    finally:
        target.close()


def to_one_file(engine: Engine) -> None:
    """Let an SQLite file, which nobody else has open, stand by itself, without a log beside it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA journal_mode=DELETE")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: it would leave DDL outside of them.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_server(connection: Connection) -> None:
    # SQLite's readers see one state of the database anyway.
    if connection.get_execution_options().get(SNAPSHOT, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once; one that reads first and writes later may not get it.
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
