"""Opening the database: SQLite in a data directory by default, any other URL as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

WRITING = "writing"

_PRAGMAS = (
    # First, for the change to WAL itself may have to wait.
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
)


def open_engine(url: str) -> Engine:
    """Create an engine; for SQLite the parent directory too, WAL and foreign keys on."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def give_back_space(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which after a large import is as large as the data."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: it would leave DDL outside of them.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once; one that reads first and writes later may not get it.
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
