"""Budget 8: start to first answer, and an installation into a new environment."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.processes import ROOT, start_atlas


@dataclass(frozen=True, slots=True)
class Installed:
    """Seconds and MB of a new virtual environment with requirements.txt."""

    seconds: float
    megabytes: float


def start_times(data_dir: Path, times: int, log: Path) -> list[float]:
    """Seconds from `python app.py` to its first page, figures being finished."""
    found = []
    for _ in range(times):
        server = start_atlas(data_dir, log)
        found.append(server.started)
        server.stop()
    return found


def install(folder: Path) -> Installed:
    """Install requirements.txt into a new environment, nothing taken from a cache."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run(
        [str(folder / "bin" / "pip"), "install", "-q", "--no-cache-dir", "-r", "requirements.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=400,
    )
    seconds = time.perf_counter() - started
    said = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True)
    return Installed(seconds, float(said.stdout.split()[0]))
