"""Budgets 6 and 7: requests for a change under load, and the memory of the workers after it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.processes import Server, memory_mb, tree

CONNECTIONS = 16
SCRIPT = """
local bodies = {%s}
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  at = at %% #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {"requests": %%d, "us": %%d, "p50": %%f, "p95": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, latency in ms, errors, and MB of each worker afterwards."""

    a_second: float
    p50: float
    p95: float
    errors: int
    workers_mb: tuple[float, ...]


def put_under_load(server: Server, bodies: list[str], seconds: int, folder: Path) -> Load | None:
    """Post `bodies` by turns to a server with workers, on this machine only.

    Returns:
        None where wrk is not installed.
    """
    if not shutil.which("wrk"):
        return None
    script = folder / "change.lua"
    script.write_text(SCRIPT % ",".join(f"[==[{body}]==]" for body in bodies), "utf-8")
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    said = subprocess.run(
        [*command, "-s", str(script), f"{server.url}_dash-update-component"],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    ).stdout
    line = next(line for line in said.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    return Load(
        found["requests"] / (found["us"] / 1e6),
        found["p50"] / 1000,
        found["p95"] / 1000,
        found["errors"],
        tuple(memory_mb(pid)["rss"] for pid in tree(server.process.pid)[1:]),
    )


def naive_bodies() -> list[str]:
    """Bodies of the naive app's callback."""
    return [
        json.dumps(
            {
                "output": "map.figure",
                "outputs": {"id": "map", "property": "figure"},
                "inputs": [
                    {"id": "metric", "property": "value", "value": metric},
                    {"id": "days", "property": "value", "value": [first, 6]},
                ],
                "changedPropIds": ["metric.value"],
            }
        )
        for metric in ("trust_police", "safe_day", "fair")
        for first in (0, 2)
    ]
