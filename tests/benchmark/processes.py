"""Servers under measurement: started on a free port, watched for CPU and memory, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Server:
    """A running server; `started` is the seconds from its start to its first answer."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    started: float

    def cpu(self) -> float:
        """CPU seconds of its processes so far, threads that have ended included."""
        return sum(_cpu(pid) for pid in tree(self.process.pid))

    def stop(self) -> None:
        """End it and its workers."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start_atlas(data_dir: Path, log: Path) -> Server:
    """Start `python app.py` over a data directory."""
    port = free_port()
    own = {"DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1"}
    return _start([sys.executable, "app.py"], port, log, own)


def start_naive(folder: Path, points: bool, log: Path) -> Server:
    """Start the naive app over raw rows."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmark.naive", str(folder), str(port)]
    return _start(command + ["--points"] * points, port, log, {})


def start_workers(app: str, own: dict[str, str], log: Path, workers: int = 2) -> Server:
    """Start a WSGI app with two workers by the server of the README's production line."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--workers", str(workers), "--blocking-threads", "4"]
    command += ["--factory"] if app.endswith(":make_server") else []
    command += ["--host", "127.0.0.1", "--port", str(port), app]
    return _start(command, port, log, own)


def _start(command: list[str], port: int, log: Path, own: dict[str, str]) -> Server:
    started = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **own},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}/", port, process, 0.0)
    while not _answers(server.url):
        if process.poll() is not None or time.perf_counter() - started > 180:
            server.stop()
            raise RuntimeError(f"did not start: {' '.join(command)}\n{log.read_text()[-2000:]}")
        time.sleep(0.02)
    server.started = time.perf_counter() - started
    return server


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


def _cpu(pid: int) -> float:
    # The kernel's clock of another process: nanoseconds of all its threads.
    with contextlib.suppress(OSError):
        return time.clock_gettime((~pid << 3) | 2)
    return 0.0


def memory_mb(pid: int) -> dict[str, float]:
    """Resident and proportional memory of one process, in MB."""
    found: dict[str, Any] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, number, *_ = line.split()
        found[name] = int(number) / 1024
    return {"rss": found["Rss:"], "pss": found["Pss:"]}
