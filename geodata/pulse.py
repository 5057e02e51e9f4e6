"""A glance at the store with the driver alone: which data version is stored, is anybody writing.

The web process looks every second whether somebody changed the data, in this process's data
directory or through another server that shares the database. It needs three short queries for
that, and none of the libraries that the store is made of.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from geodata.locks import WRITING_LOCK, lock_file

CONNECT_SECONDS = 5
_STATE = "SELECT key, value FROM state WHERE key IN ('data_version', 'data_mark')"
_PUBLISHED = (
    "SELECT id, body FROM publications "
    "WHERE data_version = %s AND data_mark = %s AND stamp = %s ORDER BY at DESC LIMIT 1"
)
_LEFT = "SELECT count(*) FROM attempts WHERE outcome IS NULL"


class NoPulse(RuntimeError):
    """The database does not answer, or is not one of the store's; the text says which of them."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The store at a moment.

    Attributes:
        data_version: The newest.
        data_mark: What names the facts with it.
        left: Attempts that nobody struck out: under way, or of a process that was killed.
    """

    data_version: int
    data_mark: str
    left: int


class Pulse:
    """Looks at one database; keeps its connection, and makes a new one where that is lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._file = sqlite_file(url)
        self._connection: Any = None
        self._inode = 0

    def read(self) -> Beat:
        """Return the store's state.

        Raises:
            NoPulse: the database does not answer.
        """
        try:
            connection = self._connect()
            words = dict(connection.execute(_STATE).fetchall())
            (left,) = connection.execute(_LEFT).fetchone()
            return Beat(int(words["data_version"]), words.get("data_mark", ""), int(left))
        except their_errors() as error:
            self.close()
            raise NoPulse(type(error).__name__) from None

    def fetch(self, beat: Beat, stamp: str) -> tuple[str, bytes] | None:
        """Return id and packed document of a publication that another server built, if any.

        Args:
            beat: The state of the store to show.
            stamp: The code and thresholds that it must be of.

        Raises:
            NoPulse: the database does not answer.
        """
        if self._file is not None:
            return None
        try:
            wanted = (beat.data_version, beat.data_mark, stamp)
            found = self._connect().execute(_PUBLISHED, wanted).fetchone()
        except their_errors() as error:
            self.close()
            raise NoPulse(type(error).__name__) from None
        return None if found is None else (found[0], bytes(found[1]))

    def is_busy(self) -> bool:
        """Whether somebody holds the lock of those who change the store.

        Raises:
            NoPulse: the database does not answer.
        """
        if self._file is not None:
            lock = FileLock(lock_file(self._file), timeout=0)
            try:
                lock.acquire()
            except (Timeout, OSError):
                return True
            lock.release()
            return False
        try:
            connection = self._connect()
            call = f"SELECT pg_try_advisory_lock({WRITING_LOCK})"
            (free,) = connection.execute(call).fetchone()
            if free:
                connection.execute(f"SELECT pg_advisory_unlock({WRITING_LOCK})")
            return not free
        except their_errors() as error:
            self.close()
            raise NoPulse(type(error).__name__) from None

    def close(self) -> None:
        """Close the connection; the next look opens one."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None

    def _connect(self) -> Any:
        if self._file is None:
            if self._connection is None:
                self._connection = open_server(self._url)
            return self._connection
        inode = os.stat(self._file).st_ino
        if self._connection is None or inode != self._inode:
            self.close()
            address = self._file.absolute().as_posix().replace("?", "%3f").replace("#", "%23")
            self._connection = sqlite3.connect(
                f"file:{address}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
            )
            self._inode = inode
        return self._connection


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite address, None for a server's."""
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("sqlite"):
        return None
    return Path(rest.removeprefix("/").partition("?")[0])


def open_server(url: str) -> Any:
    """Connect to a server's database with its driver alone."""
    import psycopg

    scheme, _, rest = url.partition("://")
    address = f"{scheme.partition('+')[0]}://{rest}"
    return psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS)


def their_errors() -> tuple[type[Exception], ...]:
    """Return what a look may meet; a driver that is not loaded can raise nothing."""
    psycopg = sys.modules.get("psycopg")
    server = (psycopg.Error,) if psycopg else ()
    return (OSError, KeyError, sqlite3.Error, *server)
