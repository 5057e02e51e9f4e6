"""Answers of the view's callback, kept for whoever asks the same again.

In a meeting many look at one view. An answer depends on the figures and on what was asked, on
nothing else, so the second one who asks gets the bytes of the first. What is not allowed to
reach Dash does not reach this either: it looks after the guard.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Flask, Response, g, request

from dashboard.callback_guard import PATH

MOST = 512
LARGEST = 32 * 1024  # bytes of an answer that is worth its place: 16 MB in all at most
KEPT_HEADERS = ("Content-Type", "Content-Encoding", "Vary")

Key = tuple[str, bytes, str]


class Replies:
    """Keeps the newest answers, by the figures' name, the body asked and the encodings taken."""

    def __init__(self, figures: Callable[[], str]) -> None:
        """Make it.

        Args:
            figures: Names the figures that are shown now; another name, another answer.
        """
        self._figures = figures
        self._kept: OrderedDict[Key, tuple[bytes, tuple[tuple[str, str], ...]]] = OrderedDict()
        self._lock = Lock()

    def keep_from(self, server: Flask) -> None:
        """Keep what the server answers; before whatever compresses answers is registered."""

        @server.after_request
        def keep(response: Response) -> Response:
            key = g.pop("reply_key", None)
            if key is not None and response.status_code == 200 and not response.is_streamed:
                body = response.get_data()
                if len(body) <= LARGEST:
                    headers = tuple(
                        (name, response.headers[name])
                        for name in KEPT_HEADERS
                        if name in response.headers
                    )
                    with self._lock:
                        self._kept[key] = (body, headers)
                        self._kept.move_to_end(key)
                        while len(self._kept) > MOST:
                            self._kept.popitem(last=False)
            return response

    def answer_from(self, server: Flask) -> None:
        """Answer what was asked before; after the guard is registered."""

        @server.before_request
        def answer() -> Response | None:
            if request.path != PATH:
                return None
            key = (
                self._figures(),
                request.get_data(cache=True),
                request.headers.get("Accept-Encoding", ""),
            )
            with self._lock:
                found = self._kept.get(key)
                if found is not None:
                    self._kept.move_to_end(key)
            if found is None:
                g.reply_key = key
                return None
            return Response(found[0], headers=list(found[1]))
