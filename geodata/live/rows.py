"""Rows from anywhere as a CSV file that the importer takes; written for the reader alone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from geodata.importing.issues import refused
from geodata.sources.limits import LIMITS, LONGEST_CELL, MB

MOST_BYTES = LIMITS["text"].most_bytes


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a header and rows; returns how many rows.

    Raises:
        Refused: they are more than can be brought in.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    count = 0
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([text_of(value) for value in row])
            count += 1
            if count % 1000 == 0 and file.tell() > MOST_BYTES:
                raise refused("live_too_large", most=MOST_BYTES // MB)
    return count


def text_of(value: Any) -> str:
    """Return a value as it would stand in an export."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")[:LONGEST_CELL]
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value.is_finite() else ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)[:LONGEST_CELL]
