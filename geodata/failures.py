"""What a database or a disk refuses, told apart: no room, busy, gone, or something else.

Each gives an issue whose sentence says what to do; none quotes a statement or an address.
"""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import SQLAlchemyError

from geodata.importing.issues import Issue

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_SQLITE_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SERVER_NO_ROOM = "53100"
# Classes of a server's codes: no connection, the operator stopped it.
_SERVER_GONE = ("08", "57P")


def describe_failure(error: SQLAlchemyError | OSError) -> Issue:
    """Return the issue that says what the database or the disk refused."""
    if isinstance(error, OSError):
        if error.errno in NO_ROOM:
            return Issue(None, None, "no_room")
        reason = error.strerror or type(error).__name__
        return Issue(None, None, "system", (("reason", reason),))
    cause = getattr(error, "orig", None) or error.__cause__ or error
    primary = getattr(cause, "sqlite_errorcode", None)
    if primary is not None:
        if primary & 0xFF in _SQLITE_NO_ROOM:
            return Issue(None, None, "no_room")
        if primary & 0xFF in _SQLITE_BUSY:
            return Issue(None, None, "database_busy")
    state = getattr(cause, "sqlstate", None)
    if state == _SERVER_NO_ROOM:
        return Issue(None, None, "no_room")
    if _is_gone(cause, state):
        return Issue(None, None, "database_gone")
    return Issue(None, None, "database", (("reason", type(cause).__name__),))


def _is_gone(cause: BaseException, state: str | None) -> bool:
    """Whether a server does not answer: psycopg gives no code where nobody could give one."""
    if state is not None:
        return state.startswith(_SERVER_GONE)
    return type(cause).__module__.startswith("psycopg") and type(cause).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
    )
