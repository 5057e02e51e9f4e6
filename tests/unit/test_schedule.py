"""Live sources refreshed by themselves: by one worker, as the file says, never twice at once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import schedule as module
from dashboard.schedule import FILE, Schedule, trigger_of
from geodata.live.records import read_records
from geodata.settings import Settings

TOML = """
[by-hand]
type = "sql"
url = "sqlite:///x"
table = "t"
[hourly]
type = "sql"
url = "sqlite:///x"
table = "t"
minutes = 60
[daily]
type = "sql"
url = "sqlite:///x"
table = "t"
cron = "30 6 * * *"
"""
MADE: list[Schedule] = []


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    (tmp_path / FILE).write_text(TOML, "utf-8")
    yield Settings(data_dir=tmp_path, editor_password="x")
    while MADE:
        made = MADE.pop()
        if made._scheduler:
            made._scheduler.shutdown(wait=False)
        if made._lock:
            made._lock.release()


def worker(settings: Settings) -> Schedule:
    MADE.append(Schedule(settings))
    return MADE[-1]


def jobs(one: Schedule) -> list[str]:
    return sorted(job.id for job in one._scheduler.get_jobs()) if one._scheduler else []


def test_one_worker_runs_the_schedule_and_another_takes_over(settings: Settings) -> None:
    first, second = worker(settings), worker(settings)
    first.look()
    second.look()
    assert (jobs(first), jobs(second)) == (["daily", "hourly"], [])
    first._scheduler.shutdown(wait=False)
    first._scheduler = None
    assert first._lock is not None
    first._lock.release()  # as the system does when a worker dies
    second.look()
    assert jobs(second) == ["daily", "hourly"]


def test_a_changed_file_is_noticed_and_a_wrong_one_stops_all(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    one = worker(settings)
    one.look()
    path = settings.data_dir / FILE
    path.write_text(TOML.replace("minutes = 60", ""), "utf-8")
    one.look()
    assert jobs(one) == ["daily"]
    path.write_text("[", "utf-8")
    one.look()
    assert jobs(one) == [] and "sources.toml cannot be used" in caplog.text
    path.unlink()
    one.look()
    assert jobs(one) == []


def test_without_a_file_nothing_is_made(tmp_path: Path) -> None:
    worker(Settings(data_dir=tmp_path)).look()
    assert not list(tmp_path.iterdir())


def test_a_restart_does_not_put_it_off(settings: Settings) -> None:
    records = {record.name: record for record in read_records(settings.data_dir)}
    assert trigger_of(records["by-hand"], settings.data_dir) is None
    last = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=50)
    folder = settings.data_dir / "live"
    folder.mkdir()
    (folder / "hourly.json").write_text(json.dumps({"at": last.isoformat()}), "utf-8")
    trigger = trigger_of(records["hourly"], settings.data_dir)
    following = trigger.get_next_fire_time(None, datetime.now(UTC))
    assert following == last + timedelta(minutes=60)
    daily = trigger_of(records["daily"], settings.data_dir)
    winter = datetime(2021, 11, 12, tzinfo=UTC)
    # Half past six in Chișinău is half past four in UTC, in winter.
    assert daily.get_next_fire_time(None, winter) == winter + timedelta(hours=4, minutes=30)


def test_a_refresh_is_a_command_without_secrets_of_ours(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[Any] = []

    def play(command: list[str], **options: Any) -> Any:
        run.append((command, options))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setenv("EDITOR_PASSWORD", "secret")
    monkeypatch.setenv("KOBO_TOKEN", "key")
    monkeypatch.setattr(module.subprocess, "run", play)
    worker(settings).refresh("hourly")
    ((command, options),) = run
    assert command[1:] == ["-m", "geodata", "refresh", "--who=schedule", "--", "hourly"]
    assert options["env"]["KOBO_TOKEN"] == "key" and "EDITOR_PASSWORD" not in options["env"]
    assert options["env"]["DATA_DIR"] == str(settings.data_dir.resolve())
