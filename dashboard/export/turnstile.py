"""Only a few heavy files are made at once, so that whoever moves the map does not wait for them.

The others stand in line. One of them may wait inside for a moment; the rest are told their place
and to come again, at once, so that no thread of the server is held. Who comes again is known by
the ticket it brings; a ticket that is handed back, or not shown for a while, leaves the line.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable

AT_ONCE = 2
WAITING = 1  # a worker has four threads: one is always free for the map
SECONDS_TO_WAIT = 3.0
SECONDS_TO_COME_AGAIN = 3
SECONDS_WITH_TICKET = 1  # who keeps a place looks more often
SECONDS_UNSEEN = 4.0
MOST_TICKETS = 500


class Busy(ServiceUnavailable):
    """Too many files are being made; `words` is the message that says so to the reader."""

    words = "file.busy"

    def __init__(self, place: int = 0, retry_after: int = SECONDS_TO_COME_AGAIN) -> None:
        """Make it; a place is said to whoever can keep it."""
        super().__init__(retry_after=retry_after)
        if place:
            self.words, self.values = "file.place", {"place": place}


class Turnstile:
    """Lets a few through at once, in the order in which they came; of one process."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make it for so many at once, and so many that wait inside."""
        self._changed = threading.Condition()
        self._free = at_once
        self._room = waiting
        self._clock = clock
        self._line: OrderedDict[str, float] = OrderedDict()  # ticket to when it was shown last
        self._handed_back: OrderedDict[str, None] = OrderedDict()

    @contextmanager
    def pass_through(self, heavy: bool, ticket: str = "") -> Iterator[None]:
        """Hold a place while a heavy file is made; light ones need none.

        Args:
            heavy: Whether the file needs a place.
            ticket: What whoever asks will show when it comes again; nothing if it cannot.

        Raises:
            Busy: there is no place, and none became free in time.
        """
        if not heavy:
            yield
            return
        self._enter(ticket)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def hand_back(self, ticket: str) -> None:
        """Take a ticket out of the line; what is made for it need not be made to the end."""
        if not ticket:
            return
        with self._changed:
            self._line.pop(ticket, None)
            self._handed_back[ticket] = None
            while len(self._handed_back) > MOST_TICKETS:
                self._handed_back.popitem(last=False)
            self._changed.notify_all()

    def is_wanted(self, ticket: str) -> bool:
        """Whether nobody has handed the ticket back."""
        return ticket not in self._handed_back

    def _enter(self, ticket: str) -> None:
        own = ticket or f"thread {threading.get_ident()}"
        with self._changed:
            self._forget()
            self._line[own] = self._clock()  # who is known keeps the place
            if not self._is_next(own) and self._room:
                self._room -= 1
                try:
                    self._changed.wait_for(
                        lambda: self._is_next(own) or own not in self._line, SECONDS_TO_WAIT
                    )
                finally:
                    self._room += 1
            if self._is_next(own):
                del self._line[own]
                self._free -= 1
                return
            if not ticket or own not in self._line:
                self._line.pop(own, None)
                raise Busy
            self._line[own] = self._clock()
            raise Busy(self._place(own) + 1, SECONDS_WITH_TICKET)

    def _is_next(self, own: str) -> bool:
        return own in self._line and self._place(own) < self._free

    def _place(self, own: str) -> int:
        return list(self._line).index(own)

    def _forget(self) -> None:
        """Drop tickets that nobody shows any more, and never hold more than a hall of them."""
        now = self._clock()
        for ticket, seen in list(self._line.items()):
            if now - seen > SECONDS_UNSEEN or len(self._line) > MOST_TICKETS:
                del self._line[ticket]
