"""Looking into the store without leaving a trace: for dry runs, and before there is a database.

SQLite writes beside a database even to read it, so a file is opened as one that cannot change;
where that could miss something (a log that is not yet merged, an older schema) a copy is read.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from geodata.store import Store

_EMPTY = "sqlite://"


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database, None for any other database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


@contextmanager
def peek(url: str) -> Iterator[Store]:
    """Open the store for reading only; an empty one where there is no database yet."""
    path = database_file(url)
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            store = Store(url)
        elif not path.exists():
            store = Store.open(_EMPTY)
        else:
            store = _unchanging(path, Path(folder))
        try:
            yield store
        finally:
            store.close()


def _unchanging(path: Path, folder: Path) -> Store:
    log = path.with_name(path.name + "-wal")
    if not (log.exists() and log.stat().st_size):
        address = path.absolute().as_posix().replace("?", "%3f").replace("#", "%23")
        store = Store(f"sqlite:///file:{address}?mode=ro&immutable=1&uri=true")
        if store.is_current():
            return store
        store.close()
    for part in (path, log):
        if part.exists():
            shutil.copy(part, folder / part.name)
    return Store.open(f"sqlite:///{(folder / path.name).as_posix()}")
