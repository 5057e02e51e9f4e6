"""The shipped geography and census tables; provenance and licences lie beside them.

Only files and the reading of their rows live here. What a row means belongs to the module of
its subject (`geodata.districts`, `geodata.localities`, ...).
"""

from __future__ import annotations

import csv
from pathlib import Path

REFERENCE_DIR = Path(__file__).parent


def read_rows(file_name: str) -> list[dict[str, str]]:
    """Read a shipped CSV file (UTF-8, header row) as one dict of texts a row."""
    with (REFERENCE_DIR / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number_or_none(text: str) -> int | None:
    """Read a whole number; an empty cell is unknown, never 0."""
    return int(text) if text else None
