"""Serve the app by itself, on Windows and Linux: one process, a few threads, no fuss."""

from __future__ import annotations

import signal
import sys

from flask import Flask
from waitress import create_server  # type: ignore[import-untyped]

from geodata.settings import EVERY_INTERFACE, Settings

THREADS = 8
LARGEST_HEADER = 32 * 1024


def describe_start(settings: Settings) -> str:
    """The one line that the start prints: where the atlas is, and what is still to be set."""
    host = settings.host
    everywhere = host in EVERY_INTERFACE
    shown = "localhost" if everywhere else f"[{host}]" if ":" in host else host
    line = f"Together Atlas: {settings.public_url or f'http://{shown}:{settings.port}'}"
    if everywhere and not settings.allowed_hosts and not settings.public_url:
        line += (
            f" (open on {host}, but answering this machine's own name only: "
            "set ALLOWED_HOSTS to the names or addresses that readers use)"
        )
    return line


def serve(server: Flask, settings: Settings) -> None:
    """Serve until Ctrl-C; ends the process with a sentence where the port cannot be had."""
    try:
        waiting = create_server(
            server,
            host=settings.host.strip("[]"),
            port=settings.port,
            threads=THREADS,
            ident=None,
            server_name=settings.host,  # by which the app knows where it is reached
            max_request_header_size=LARGEST_HEADER,
            max_request_body_size=1024 * 1024,
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        sys.exit(f"HOST={settings.host} PORT={settings.port} cannot be used: {error.strerror}.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    print(describe_start(settings), flush=True)
    try:
        waiting.run()
    finally:
        waiting.close()


def _end(_number: int, _frame: object) -> None:
    """Ctrl-C and a service manager's wish to stop: the server closes, the process ends with 0."""
    raise SystemExit(0)
