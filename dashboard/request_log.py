"""The log: one line for each request, without addresses, queries or anything of a person."""

from __future__ import annotations

import logging
import time
from typing import TextIO
from urllib.parse import quote

from flask import Flask, Response, g, request

LONGEST_PATH = 120

log = logging.getLogger("atlas.requests")


def write_to(stream: TextIO) -> None:
    """Write the log to a stream, once."""
    root = logging.getLogger("atlas")
    if root.handlers:
        return
    handler = logging.StreamHandler(stream)
    formatter = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False


def log_requests(server: Flask) -> None:
    """Log every request of a server when it is answered."""

    @server.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @server.after_request
    def write(response: Response) -> Response:
        if log.isEnabledFor(logging.INFO):
            log.info(describe_request(response, time.perf_counter() - g.started))
        return response


def describe_request(response: Response, seconds: float) -> str:
    """`GET /healthz 200 0.4 ms 35 bytes`; the query is left out: it is somebody's view."""
    path = quote(request.path, safe="/@:~.,;=+$!*'()&-_")[:LONGEST_PATH]
    size = response.content_length
    return (
        f"{request.method[:10]} {path} {response.status_code} {1000 * seconds:.1f} ms "
        f"{'-' if size is None else size} bytes"
    )
