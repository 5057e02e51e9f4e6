"""Google's Lighthouse on the first page: desktop, with the index it gives the machine.

It comes from the npm registry into a temporary folder, with Node where that is installed, and
looks at 127.0.0.1 alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.benchmark.browsers import BROWSERS
from tests.benchmark.report import Row

VERSION = "13.5.0"
GOALS = {"performance": 80, "accessibility": 100, "best-practices": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def lighthouse_rows(url: str, folder: Path) -> list[Row]:
    """Score a page.

    Args:
        url: Of a running server on this machine.
        folder: Where Lighthouse is installed; empty.
    """
    if not (shutil.which("npm") and shutil.which("node")):
        return [Row("", "Lighthouse, desktop", "", "not measured: needs Node and npm")]
    done = _run(folder, ["npm", "install", *QUIETLY, f"lighthouse@{VERSION}"])
    if done.returncode:
        return [Row("", "Lighthouse, desktop", "", "not measured: could not be installed")]
    report = folder / "report.json"
    program = str(folder / "node_modules" / ".bin" / "lighthouse")
    options = ["--preset=desktop", "--output=json", f"--output-path={report}", "--quiet"]
    done = _run(folder, [program, url, *options, f"--chrome-flags={FLAGS}"])
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        return [Row("", "Lighthouse, desktop", "", f"not measured: {reason[0][:120]}")]
    return score_rows(json.loads(report.read_text("utf-8")))


QUIETLY = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-save")


def _run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    own = {**os.environ, "CHROME_PATH": browser}
    return subprocess.run(
        command, cwd=folder, env=own, capture_output=True, text=True, timeout=300, check=False
    )


def score_rows(report: dict[str, Any]) -> list[Row]:
    """A row for each category that has a goal."""
    index = report["environment"]["benchmarkIndex"]
    rows = []
    for category, goal in GOALS.items():
        score = round(100 * (report["categories"][category]["score"] or 0))
        what = f"Lighthouse, desktop: {category}"
        wanted = str(goal) if goal == 100 else f"{goal} or more"
        said = f"{score} (index of the machine {index:.0f})"
        rows.append(Row("", what, wanted, said, met=score >= goal))
    return rows
