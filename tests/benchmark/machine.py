"""What a result was measured on: date, machine, versions."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmark.browsers import executable

LIBRARIES = ("dash", "plotly", "flask", "pandas", "geopandas", "shapely", "numpy", "granian")


def describe_machine() -> dict[str, str]:
    """Return date, processor, memory, load, system and versions, as text."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    browser = subprocess.run([executable(), "--version"], capture_output=True, text=True)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{_model()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GB",
        "load at the start": " ".join(f"{x:.1f}" for x in os.getloadavg()),
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "browser": " ".join(browser.stdout.split()[:2]) + ", headless, software rendering",
        "libraries": ", ".join(f"{name} {_version(name)}" for name in LIBRARIES),
    }


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return "not installed"
