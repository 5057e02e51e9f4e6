"""A task as its follower sees it: under way, done, stopped in time, or gone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata import tasks
from geodata.tasks import Phase, State, Task, begin, look, note_end, stop

ROOT = Path(__file__).parents[2]
COMMAND = """
import sys, time
from pathlib import Path
from geodata.tasks import Phase, Task
with Task(Path(sys.argv[1])) as task:
    task.read(7)
    if sys.argv[2] == "publishing":
        task.turn_to(Phase.PUBLISHING)
    print("under way", flush=True)
    sys.stdin.readline()
    task.tell({"rows": 7})
    task.finish()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begin(tmp_path / "task")
    return tmp_path / "task"


def start(folder: Path, how: str = "") -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(folder), how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout and process.stdout.readline() == b"under way\n"
    return process


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it never came")


def test_whoever_follows_sees_how_far_it_is_and_what_came_of_it(folder: Path) -> None:
    assert (look(folder).state, look(folder).phase) == (State.RUNNING, Phase.STARTING)
    process = start(folder)
    seen = look(folder)
    assert (seen.state, seen.phase, seen.rows) == (State.RUNNING, Phase.READING, 7)
    process.communicate(b"\n", timeout=30)
    seen = look(folder)
    assert (seen.state, seen.result) == (State.DONE, {"rows": 7})
    if os.name == "posix":
        modes = {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}
        assert modes == {"0o600"} and folder.stat().st_mode & 0o777 == 0o700


def test_the_word_to_stop_ends_it_with_those_it_started(folder: Path) -> None:
    process = start(folder)
    stop(folder)
    assert process.wait(timeout=30) != 0
    assert look(folder).state is State.STOPPED
    assert look(folder).result is None
    process.communicate()


def test_past_the_last_phase_that_can_be_stopped_it_goes_on(folder: Path) -> None:
    process = start(folder, "publishing")
    stop(folder)
    time.sleep(4 * tasks.LOOKS_EVERY)
    assert process.poll() is None
    process.communicate(b"\n", timeout=30)
    assert look(folder).state is State.DONE


def test_one_that_was_killed_is_known_to_be_gone(folder: Path) -> None:
    process = start(folder)
    process.kill()
    process.communicate(timeout=30)
    assert look(folder).state is State.FAILED


def test_one_that_never_came_to_its_lock_is_gone_at_its_end_or_in_time(folder: Path) -> None:
    assert look(folder).state is State.RUNNING
    past = time.time() - tasks.STARTS_WITHIN - 1
    os.utime(folder / tasks.PROGRESS, (past, past))
    assert look(folder).state is State.FAILED
    os.utime(folder / tasks.PROGRESS)
    note_end(folder)
    assert look(folder).state is State.FAILED


def test_progress_is_not_said_for_every_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int] = []
    monkeypatch.setattr(tasks, "_write", lambda _, document: said.append(document["rows"]))
    with Task(folder) as task:
        for rows in range(1, 1000):
            task.read(rows)
    assert said[:2] == [0, 1] and len(said) < 20


def test_where_there_is_none_there_is_nothing_to_see(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        look(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
