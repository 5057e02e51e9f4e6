"""The atlas as a process of its own: started as anybody starts it, on data of its own."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTS = range(8200, 8300)
SECONDS_TO_START = 180
# What a developer may have set for an atlas of their own is not for this one.
FOREIGN = (
    "DATABASE_URL",
    "DEFAULT_LANGUAGE",
    "LEAST_ANSWERS",
    "FEW_ANSWERS",
    "PUBLIC_URL",
    "EDITOR_PASSWORD",
)


@dataclass(frozen=True, slots=True)
class Atlas:
    """A running atlas.

    Attributes:
        url: Its address, without a slash at the end.
        data_dir: Where it keeps its data.
    """

    url: str
    data_dir: Path

    @property
    def store_url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{(self.data_dir / 'atlas.sqlite').as_posix()}"

    def get(self, path: str) -> str:
        """Return what the atlas answers to a plain HTTP request, as text."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return str(answer.read().decode("utf-8"))


class Server:
    """Starts `python app.py` with an empty data directory, and ends it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._log = folder / "app.log"
        port = _free_port()
        self.atlas = Atlas(f"http://127.0.0.1:{port}", folder / "data")
        clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env=clean
                | {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": str(self.atlas.data_dir)}
                | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> Atlas:
        """Wait until it answers that it is well.

        Raises:
            RuntimeError: it ended, or did not answer in time; the text ends with its log.
        """
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                if json.loads(self.atlas.get("/healthz"))["status"] == "ok":
                    return self.atlas
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise RuntimeError(f"The atlas did not start. Its log ends:\n{self._tail()}")

    def stop(self) -> None:
        """End the process and wait for its end."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _tail(self) -> str:
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-30:])


def _free_port() -> int:
    # In another order each time: two runs on one machine would else pick the same one.
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No port from {PORTS.start} to {PORTS.stop - 1} is free.")
