"""The result as a table: each budget, its goal, what was measured, the naive app beside it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the result. `met` is None where nothing is promised or nothing was measured."""

    number: str
    what: str
    goal: str
    measured: str
    naive: str = ""
    ratio: str = ""
    met: bool | None = None


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, by nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def brief(values: Sequence[float], unit: str = "ms", scale: float = 1.0) -> str:
    """Median and 95th percentile in words."""
    if not values:
        return "–"
    decimals = 1 if median(values) * scale < 100 else 0
    middle, high = median(values) * scale, p95(values) * scale
    return f"{middle:.{decimals}f} {unit} (p95 {high:.{decimals}f})"


def as_markdown(machine: dict[str, str], rows: Sequence[Row], notes: Sequence[str]) -> str:
    """Write the result as Markdown."""
    lines = ["# Last result of the benchmark", "", "`python -m tests.benchmark` writes this file."]
    lines += ["", *(f"- {key}: {value}" for key, value in machine.items()), ""]
    lines += ["| # | what | goal | measured | naive Dash app | ratio | met |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        met = {True: "yes", False: "**no**", None: ""}[row.met]
        cells = (row.number, row.what, row.goal, row.measured, row.naive, row.ratio, met)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *notes, ""])


def as_text(machine: dict[str, str], rows: Sequence[Row], notes: Sequence[str]) -> str:
    """Write the result for a terminal."""
    heads = ("#", "what", "goal", "measured", "naive", "ratio", "met")
    table = [heads]
    for row in rows:
        met = {True: "yes", False: "NO", None: ""}[row.met]
        table.append((row.number, row.what, row.goal, row.measured, row.naive, row.ratio, met))
    widths = [max(len(line[i]) for line in table) for i in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]
    about = [f"{key}: {value}" for key, value in machine.items()]
    return "\n".join([*about, "", *lines, "", *notes])


def keep(
    folder: Path,
    machine: dict[str, str],
    rows: Sequence[Row],
    notes: Sequence[str],
    raw: dict[str, Any],
) -> None:
    """Write `last_result.md` and `last_result.json`."""
    (folder / "last_result.md").write_text(as_markdown(machine, rows, notes), "utf-8")
    record = {"machine": machine, "budgets": [asdict(row) for row in rows], "raw": raw}
    text = json.dumps(record, ensure_ascii=False, indent=1, default=lambda x: round(float(x), 3))
    (folder / "last_result.json").write_text(text + "\n", "utf-8")
