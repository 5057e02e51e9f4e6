"""Commands of `python -m geodata`, run for the page in processes of their own.

They get this deployment's settings and none of its secrets, and their libraries end with them.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geodata import tasks
from geodata.settings import Settings

ROOT = Path(__file__).parents[2]
SECRETS = ("EDITOR_PASSWORD",)
LONGEST_SECONDS = 120
# A large file is read anew for what is handed out of it.
LONGEST_READING = 900
# Each is a process with a database and a table library: no more than this many answer at once.
_AT_ONCE = threading.BoundedSemaphore(2)


class CommandFailed(RuntimeError):
    """A command did not do what it was asked; the text is its own sentence, or nothing."""


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a command: the process's own with this app's settings."""
    given = {name: text for name, text in os.environ.items() if name not in SECRETS}
    return given | {
        "DATA_DIR": str(settings.data_dir.resolve()),
        "DATABASE_URL": settings.database_url,
        "DEFAULT_LANGUAGE": settings.default_language,
        "LEAST_ANSWERS": str(settings.least_answers),
        "FEW_ANSWERS": str(settings.few_answers),
        "PYTHONIOENCODING": "utf-8",
    }


def ask(settings: Settings, *arguments: str) -> Any:
    """Run a command that prints JSON and return what it says.

    Raises:
        CommandFailed: it refused or did not end in time; the text is its last sentence.
    """
    try:
        return json.loads(run(settings, *arguments))
    except ValueError:
        raise CommandFailed from None


def run(settings: Settings, *arguments: str) -> str:
    """Run a command and return what it prints.

    Raises:
        CommandFailed: it refused or did not end in time; the text is its last sentence.
    """
    code, out, err = _run(settings, arguments, LONGEST_SECONDS)
    if code:
        said = err.strip().splitlines()
        raise CommandFailed(said[-1] if said and code == 1 else "")
    return out.decode("utf-8", "replace")


def run_for_file(settings: Settings, *arguments: str) -> bytes:
    """Run a command that prints a file, whatever it says besides, and return that.

    Raises:
        CommandFailed: it did not end, or not in time.
    """
    code, out, _ = _run(settings, arguments, LONGEST_READING)
    if code not in (0, 1):
        raise CommandFailed
    return out


def _run(settings: Settings, arguments: tuple[str, ...], seconds: int) -> tuple[int, bytes, str]:
    with _AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "geodata", *arguments],
                env=environment(settings),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise CommandFailed from None
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def start_task(
    settings: Settings, folder: Path, *arguments: str, then: Callable[[], object] | None = None
) -> None:
    """Start a command that is followed in `folder`; it outlives this process if need be.

    Args:
        settings: The deployment's.
        folder: The task's, which is made.
        arguments: The command's.
        then: Called once the command is over, if this process still is there.
    """
    tasks.begin(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "geodata", f"--task={folder.resolve()}", *arguments],
        env=environment(settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_await, args=(process, folder, then), daemon=True).start()


def _await(
    process: subprocess.Popen[bytes], folder: Path, then: Callable[[], object] | None
) -> None:
    code = process.wait()
    if code not in (0, 1):
        logging.getLogger("atlas.errors").error("a command ended with %s", code)
    tasks.note_end(folder)
    if then:
        then()


def run_later(settings: Settings, *arguments: str) -> None:
    """Run a command of which nobody waits for an answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "geodata", *arguments],
        env=environment(settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Whoever is not waited for stays behind as a dead process.
    threading.Thread(target=process.wait, daemon=True).start()
