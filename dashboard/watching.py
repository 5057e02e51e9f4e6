"""Notices what others did to the data: another server on the same database, a killed import.

Whoever imports publishes, and a new publication in this data directory is noticed at the next
request. This thread sees to the rest, once a second: that the publication follows the store.
While the database is away, or nothing newer can be built, the old figures stay.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from filelock import FileLock, Timeout

from dashboard.building import build_figures
from dashboard.services import Services
from geodata.publication import Published, adopt, build_stamp
from geodata.pulse import Beat, NoPulse, Pulse
from geodata.settings import Settings

EVERY_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 10.0, 300.0
LOCK = ".watching.lock"

log = logging.getLogger("atlas.watching")


class Watch:
    """Looks at the store and builds what is missing."""

    def __init__(
        self, services: Services, build: Callable[[Settings], bool] = build_figures
    ) -> None:
        self._services = services
        self._build = build
        self._pulse = Pulse(services.settings.store_url)
        self._stamp = build_stamp(services.settings)
        self._lost = False
        self._pause = 0.0
        self._not_before = 0.0

    def look(self) -> None:
        """Look once; builds where the figures are behind and nobody else is at it."""
        try:
            beat = self._pulse.read()
            published = self._services.published()
            self._say_found()
            if not self._is_behind(beat, published) or self._take_over(beat, published):
                return
            if self._pulse.is_busy():
                return
        except NoPulse as problem:
            self._say_lost(str(problem))
            return
        if time.monotonic() >= self._not_before:
            self._build_once(beat)

    def close(self) -> None:
        """Let the database go."""
        self._pulse.close()

    def _is_behind(self, beat: Beat, published: Published) -> bool:
        return bool(beat.left) or not published.shows(beat.data_version, beat.data_mark)

    def _take_over(self, beat: Beat, published: Published) -> bool:
        """Show what another server built of the shared database, if it did."""
        if published.shows(beat.data_version, beat.data_mark):
            return False
        settings = self._services.settings
        found = self._pulse.fetch(beat, self._stamp)
        if found is None:
            return False
        try:
            with FileLock(settings.published_dir / LOCK, timeout=0):
                adopt(settings, *found)
        except Timeout:
            return True  # another worker is at it
        log.info("Data version %d: built by another server, shown here too.", beat.data_version)
        return True

    def _build_once(self, beat: Beat) -> None:
        """Build, of all workers of this directory one, and not again at once where it fails."""
        settings = self._services.settings
        try:
            with FileLock(settings.published_dir / LOCK, timeout=0):
                if not self._is_behind(beat, self._services.published()):
                    return
                log.info(
                    "Data version %d is not shown yet: building its figures.", beat.data_version
                )
                done = self._build(settings)
        except Timeout:
            return  # another worker is at it
        if done:
            self._pause = 0.0
            return
        self._pause = min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
        self._not_before = time.monotonic() + self._pause
        log.warning("They could not be built: the old figures stay for now.")

    def _say_lost(self, problem: str) -> None:
        if not self._lost:
            self._lost = True
            log.warning("The database does not answer (%s): the old figures stay.", problem)

    def _say_found(self) -> None:
        if self._lost:
            self._lost = False
            log.info("The database answers again.")


def start_watching(services: Services) -> threading.Thread:
    """Start the thread; it ends with the process."""
    watch = Watch(services)
    thread = threading.Thread(target=_run, args=(watch,), name="watch", daemon=True)
    thread.start()
    return thread


def _run(watch: Watch) -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        try:
            watch.look()
        except Exception:
            # Whatever it is must not end the thread: the next look may do.
            log.exception("Looking at the store failed.")
            time.sleep(FIRST_PAUSE)
