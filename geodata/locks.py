"""The lock that lets one process write at a time; the system lifts it when its holder dies.

For SQLite it is a file beside the database, for PostgreSQL an advisory lock of a connection of
its own: held by a process, not by a transaction, so that it covers reading a file, storing it
and building the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from sqlalchemy import Engine

WRITING_LOCK = 7_052_021_002


@contextmanager
def try_lock(engine: Engine) -> Iterator[bool]:
    """Hold the lock for a while; yields False at once where somebody else holds it."""
    database = engine.url.database or ""
    if engine.dialect.name != "sqlite":
        with _advisory(engine) as held:
            yield held
    elif not database or database.startswith((":memory:", "file:")):
        yield True  # nobody else can see it, or nobody can write it
    else:
        lock = FileLock(lock_file(Path(database)), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


def lock_file(database: Path) -> Path:
    """Return the lock beside an SQLite database."""
    return database.with_name(database.name + ".lock")


@contextmanager
def _advisory(engine: Engine) -> Iterator[bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        call = f"SELECT pg_try_advisory_lock({WRITING_LOCK})"
        if not connection.exec_driver_sql(call).scalar():
            yield False
            return
        try:
            yield True
        finally:
            try:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({WRITING_LOCK})")
            except Exception:
                # A lost connection has lost the lock with it; one that is not must.
                connection.invalidate()
