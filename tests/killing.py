"""Runs commands in processes that can be killed, a hundred of them in little time.

A fork server has the libraries loaded and a publication at hand, so that a command starts in
milliseconds and the moments of a kill fall into what it reads and writes: not into its imports,
nor into the seconds of computing in which nothing is written.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from geodata import build
from geodata.__main__ import main
from geodata.settings import Settings
from geodata.store import Store
from tests import world

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.killing"])


def start(
    data: Path, log: Path, arguments: Sequence[str], most: int = 0, url: str = ""
) -> ForkServerProcess:
    """Start a command; its output goes to `log`.

    Args:
        data: Its data directory.
        log: What it prints.
        arguments: Of `python -m geodata`.
        most: Bytes a file may have, as on a disk that is full beyond them; 0 is no limit.
        url: Of a database that is not the directory's own.
    """
    process = CONTEXT.Process(target=_run, args=(str(data), str(log), list(arguments), most, url))
    process.start()
    return process


def run(
    data: Path, log: Path, arguments: Sequence[str], most: int = 0, url: str = ""
) -> tuple[int | None, str]:
    """Run a command to its end; returns its exit code and what it printed."""
    process = start(data, log, arguments, most, url)
    process.join(60)
    assert process.exitcode is not None, "the command hangs"
    return process.exitcode, log.read_text("utf-8")


def measure(data: Path, log: Path, arguments: Sequence[str]) -> float:
    """Return how many seconds a command takes from its start to its end."""
    started = time.perf_counter()
    code, text = run(data, log, arguments)
    assert code == 0, text
    return time.perf_counter() - started


def _run(data: str, log: str, arguments: list[str], most: int, url: str) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.environ["DATA_DIR"] = data
    os.environ["DATABASE_URL"] = url
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    with patch.object(build, "build_publication", publication):
        code = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def publication(store: Store, _settings: Settings, _say: object) -> dict[str, Any]:
    """A publication of real size, at once: its figures are the toy's, its version the store's."""
    own = {"data_version": store.data_version(), "campaign": {"id": store.campaign_in_use().id}}
    return world.toy().document | own


def _warm() -> None:
    """Do once, in the fork server alone, what every command would read and work out again."""
    world.toy()
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        path = Path(folder) / "visits.csv"
        path.write_text("date,district,locality\n2021-11-08,Soroca,Soroca\n", "utf-8")
        os.environ.update(DATA_DIR=folder, DATABASE_URL="")
        world.open_store(Path(folder)).close()
        with patch.object(build, "build_publication", publication):
            main(["import", str(path)])


if "multiprocessing.forkserver" in sys.modules and "pytest" not in sys.modules:
    _warm()
