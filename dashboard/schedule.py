"""Refreshes live sources by themselves, as `sources.toml` says; one runner over all workers.

Whichever worker holds the lock runs the schedule; when it ends another one takes over. Each
refresh is a command in a process of its own. A changed file is noticed within half a minute.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from dashboard.editing.commands import ROOT, environment
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.live.records import Record

FILE = "sources.toml"
LOOKS_EVERY = 30
LONGEST_SECONDS = 2 * 3600
WHO = "schedule"

log = logging.getLogger("atlas.schedule")


class Schedule:
    """The schedule of one atlas, as one of its workers sees it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = settings.data_dir / FILE
        self._seen: int | None = None
        self._scheduler: Any = None
        self._lock: FileLock | None = None

    def keep(self) -> None:
        """Look at the file now and then, as long as this process lives."""
        threading.Thread(target=self._loop, name="schedule", daemon=True).start()

    def look(self) -> None:
        """Take the runner's place if it is free, and what is new in the file."""
        changed = self._path.stat().st_mtime_ns if self._path.is_file() else None
        if changed == self._seen or not self._is_runner():
            return
        self._seen = changed
        self._plan()

    def refresh(self, name: str) -> None:
        """Refresh a source; what came of it is kept for the page."""
        command = [sys.executable, "-m", "geodata", "refresh", f"--who={WHO}", "--", name]
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = subprocess.run(
                command,
                env=environment(self._settings),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_SECONDS,
                check=False,
            ).returncode
            log.info("source %s refreshed by schedule: %s", name, "done" if code == 0 else "failed")

    def _loop(self) -> None:
        while True:
            try:
                self.look()
            except Exception as error:  # the next look may find it mended
                log.error("the schedule could not be read: %s", type(error).__name__)
            time.sleep(LOOKS_EVERY)

    def _is_runner(self) -> bool:
        """Whether this worker runs the schedule; holds the lock from then on."""
        if self._lock is None:
            folder = self._settings.data_dir / "live"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(folder / "schedule.lock", mode=0o600, timeout=0, thread_local=False)
            try:
                lock.acquire()
            except Timeout:
                return False
            self._lock = lock
        return True

    def _plan(self) -> None:
        # Only a worker that runs a schedule pays for the library.
        from apscheduler.schedulers.background import BackgroundScheduler

        from geodata.importing.issues import Refused
        from geodata.live.records import ZONE, read_records

        if self._scheduler is None:
            self._scheduler = BackgroundScheduler(timezone=ZONE)
            self._scheduler.start()
        self._scheduler.remove_all_jobs()
        try:
            records = read_records(self._settings.data_dir)
        except Refused:
            log.error("sources.toml cannot be used: `python -m geodata sources` says why")
            return
        for record in records:
            trigger = trigger_of(record, self._settings.data_dir)
            if trigger is not None:
                self._scheduler.add_job(
                    self.refresh,
                    trigger,
                    [record.name],
                    id=record.name,
                    coalesce=True,
                    max_instances=1,
                    misfire_grace_time=None,
                )


def trigger_of(record: Record, data_dir: Path) -> Any:
    """Return when a source is refreshed by itself; None for never.

    Minutes are counted from its newest refresh, so that a restart does not put it off.
    """
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    from geodata.live.outcomes import last_outcome
    from geodata.live.records import ZONE

    if record.cron:
        return CronTrigger.from_crontab(record.cron, ZONE)
    if not record.minutes:
        return None
    last = last_outcome(data_dir, record.name)
    begun = datetime.fromisoformat(last["at"]) if last else None
    return IntervalTrigger(minutes=record.minutes, start_date=begun, timezone=ZONE)
