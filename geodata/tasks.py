"""A task: a command that somebody follows from another process, and may stop.

Its folder is all that the two share. The command says there how far it is and, at its end, what
came of it; whoever follows it reads that, and lays down a word to stop it. A lock is held while
the command lives, so that one that was killed is known to be gone whoever looks.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout

PROGRESS, RESULT, STOP, LOCK = "progress.json", "result.json", "stop", "lock"
BEGUN, ENDED = "begun", "ended"
LOOKS_EVERY = 0.2
SAYS_EVERY = 0.25
# From its start until a command can hold its lock: libraries are imported meanwhile.
STARTS_WITHIN = 60


class Phase(StrEnum):
    """How far a task is."""

    STARTING = "starting"
    READING = "reading"
    STORING = "storing"
    PUBLISHING = "publishing"

    @property
    def can_be_stopped(self) -> bool:
        """Whether stopping now leaves everything as it was."""
        return self is not Phase.PUBLISHING


class State(StrEnum):
    """What has become of a task."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass
class Task:
    """The command's side; a context in which the command runs."""

    folder: Path
    _phase: Phase = Phase.STARTING
    _rows: int = 0
    _said: float = 0.0
    _result: dict[str, Any] = field(default_factory=dict)
    _turning: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Task:
        self._lock = FileLock(self.folder / LOCK, mode=0o600)
        self._lock.acquire()
        self._say()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def read(self, rows: int) -> None:
        """Say how many rows were read."""
        self._rows = rows
        if self._phase is not Phase.READING:
            self.turn_to(Phase.READING)
        elif time.monotonic() - self._said >= SAYS_EVERY:
            self._say()

    def turn_to(self, phase: Phase) -> None:
        """Say that another phase begins; past the last one that can be stopped, nothing stops it.

        Waits for ever where the word to stop was there first: the process is ending.
        """
        with self._turning:
            self._phase = phase
        self._say()

    def tell(self, result: Mapping[str, Any]) -> None:
        """Add to what is said at the end."""
        self._result |= result

    def finish(self) -> None:
        """Say what came of it."""
        _write(self.folder / RESULT, self._result)

    def _say(self) -> None:
        self._said = time.monotonic()
        _write(self.folder / PROGRESS, _progress(self._phase, self._rows, True))

    def _watch(self) -> None:
        while not (self.folder / STOP).exists():
            time.sleep(LOOKS_EVERY)
        with self._turning:
            if self._phase.can_be_stopped:
                end_now()


def end_now() -> None:
    """End this process and those it started, at once; what was not committed never was."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(137)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What somebody who follows a task sees.

    Attributes:
        state: What has become of it.
        phase: How far it is, or was.
        rows: Rows read so far.
        result: What it said at its end; nothing before, and where it did not come to it.
        begun: When it began, in seconds since 1970.
    """

    state: State
    phase: Phase
    rows: int
    result: Mapping[str, Any] | None
    begun: float


def begin(folder: Path) -> None:
    """Make the folder of a task, before its command is started."""
    folder.mkdir(mode=0o700)
    (folder / BEGUN).touch(0o600)
    _write(folder / PROGRESS, _progress(Phase.STARTING, 0, False))


def look(folder: Path) -> Sighting:
    """Look at a task.

    Raises:
        OSError: there is none.
    """
    if not folder.is_dir():  # or the look at its lock would make one
        raise FileNotFoundError(folder)
    result = _read(folder / RESULT)
    stopping, ended = (folder / STOP).exists(), (folder / ENDED).exists()
    alive = result is None and not ended and _is_alive(folder)
    if result is None and not alive:  # it may have ended between the two looks
        result = _read(folder / RESULT)
    progress = _read(folder / PROGRESS)
    if progress is None:
        raise FileNotFoundError(folder)
    gone = State.STOPPED if stopping else State.FAILED
    return Sighting(
        state=State.DONE if result is not None else State.RUNNING if alive else gone,
        phase=Phase(progress["phase"]),
        rows=int(progress["rows"]),
        result=result,
        begun=(folder / BEGUN).stat().st_mtime,
    )


def stop(folder: Path) -> None:
    """Lay down the word to stop."""
    (folder / STOP).touch(0o600)


def note_end(folder: Path) -> None:
    """Say that the command's process is over; by whoever started it."""
    if folder.is_dir():
        (folder / ENDED).touch(0o600)


def _is_alive(folder: Path) -> bool:
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    begun = (folder / PROGRESS).stat().st_mtime
    progress = _read(folder / PROGRESS) or {"alive": True}
    return not progress["alive"] and time.time() - begun < STARTS_WITHIN


def _progress(phase: Phase, rows: int, alive: bool) -> dict[str, Any]:
    """How far it is; `alive` once the command itself has said anything."""
    return {"phase": phase, "rows": rows, "alive": alive}


def _write(path: Path, document: Mapping[str, Any]) -> None:
    """Write a file that appears at once."""
    temporary = path.with_suffix(".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
    os.replace(temporary, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return found
