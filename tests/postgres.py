"""A PostgreSQL server of the tests' own: in a temporary folder, on 127.0.0.1, gone at the end.

It runs as the user `postgres` where the tests run as root, for PostgreSQL refuses root. The
store's user, `atlas`, owns the databases and is nobody else's administrator, as on a server that
somebody else looks after.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

from geodata.store import Store

TEMPLATE, WITH_POSTGIS = "atlas_template", "atlas_postgis"
_NUMBERS = count(1)


@dataclass
class Server:
    """A server that can be stopped and started again."""

    folder: Path
    port: int
    _running: bool = field(default=False)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
            " -c fsync=off -c shared_buffers=32MB -c max_connections=60"
        )
        log = str(self.folder / "log")
        self._control("start", "-w", "-l", log, "-o", options)
        self._running = True

    def stop(self) -> None:
        """Stop it at once, cutting every connection."""
        if self._running:
            self._control("stop", "-m", "immediate", "-w")
            self._running = False

    def url(self, database: str, user: str = "atlas") -> str:
        """Return the address of a database as DATABASE_URL takes it."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres", user: str = "postgres") -> None:
        """Run statements, each by itself."""
        address = f"postgresql://{user}@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_database(self, template: str = TEMPLATE) -> str:
        """Make an empty store of the newest schema and return its address."""
        name = f"test_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} OWNER atlas TEMPLATE {template}")
        return self.url(name)

    def _control(self, *arguments: str) -> None:
        run_as_postgres([program("pg_ctl"), "-D", str(self.folder / "data"), "-s", *arguments])


def program(name: str) -> str:
    """Return a program of the server: Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    assert path, f"{name} is missing: `python -m tests` installs PostgreSQL"
    return path


def _version(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0


def run_as_postgres(command: list[str]) -> None:
    """Run a command as the user `postgres`, or as this one where that is not root."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Not to a pipe: the server keeps what it inherits open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([*who, *command], cwd="/", stdout=said, stderr=said, check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode("utf-8", "replace")


@cache
def server() -> Server:
    """Start the server, once for the whole run."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Server(folder, port)
    atexit.register(_remove, started)
    data = ["-D", str(folder / "data"), "-U", "postgres", "-A", "trust"]
    words = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    run_as_postgres([program("initdb"), *data, *words])
    started.start()
    started.run("CREATE ROLE atlas LOGIN")
    for name in (TEMPLATE, WITH_POSTGIS):
        started.run(f"CREATE DATABASE {name} OWNER atlas")
    started.run("CREATE EXTENSION postgis", database=WITH_POSTGIS)
    for name in (TEMPLATE, WITH_POSTGIS):
        Store.open(started.url(name)).close()
    return started


def _remove(started: Server) -> None:
    started.stop()
    shutil.rmtree(started.folder, ignore_errors=True)
