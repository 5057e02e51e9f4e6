"""Only a few heavy files are made at once, so that whoever moves the map does not wait for them.

One more may stand and wait for a moment; whoever comes then is told to come again, at once, so
that no thread of the server is held.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable

AT_ONCE = 2
WAITING = 1  # a worker has four threads: one is always free for the map
SECONDS_TO_WAIT = 3.0
SECONDS_TO_COME_AGAIN = 3


class Busy(ServiceUnavailable):
    """Too many files are being made; `words` is the message that says so to the reader."""

    words = "file.busy"


class Turnstile:
    """Lets a few through at once; the limits are of one process."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._places = threading.BoundedSemaphore(at_once)

    @contextmanager
    def pass_through(self, heavy: bool) -> Iterator[None]:
        """Hold a place while a heavy file is made; light ones need none.

        Raises:
            Busy: there is no place, and none became free in time.
        """
        if not heavy:
            yield
            return
        if not self._room.acquire(blocking=False):
            raise Busy(retry_after=SECONDS_TO_COME_AGAIN)
        try:
            if not self._places.acquire(timeout=SECONDS_TO_WAIT):
                raise Busy(retry_after=SECONDS_TO_COME_AGAIN)
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._room.release()
