"""Opening the database: SQLite in a data directory by default, any other URL as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

WRITING = "writing"
SNAPSHOT = "snapshot"
ALTERING_LOCK = 7_052_021_001

_PRAGMAS = (
    # First, for the change to WAL itself may have to wait.
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
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
    """Empty SQLite's write-ahead log, which after a large import is as large as the data."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            # Nobody who reads meanwhile is waited for: the log is emptied another time.
            driver.execute("PRAGMA busy_timeout=0")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute(f"PRAGMA {_PRAGMAS[0]}")


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
