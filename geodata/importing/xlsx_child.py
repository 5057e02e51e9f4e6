"""Reads a workbook and prints its cells as JSON; runs alone, under limits, and may die.

Called by `geodata.importing.xlsx_file` only. Nothing of this package is imported here: it
starts quickly, and what it is given can hurt nobody else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

LONGEST_CELL = 40_000


def main(path: str, memory: str, seconds: str, what: str, value: str) -> None:
    """Print a preview of every sheet, or every row of one."""
    _limit(int(memory), int(seconds))
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    if what == "--preview":
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = [row for _, row in _first(_rows(sheet), int(value))]
            print(json.dumps([name, first]))
        return
    write = sys.stdout.write
    for number, row in _rows(book.get_sheet_by_name(value)):
        write(json.dumps([number, row]) + "\n")


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with their numbers; those above the first filled cell are not printed."""
    start = sheet.start
    first, left = (start[0], start[1]) if start else (0, 0)
    pad = [""] * left
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1):
        yield number, pad + [_text(cell) for cell in row]


def _first(rows: Iterable[tuple[int, list[str]]], count: int) -> list[tuple[int, list[str]]]:
    found = []
    for item in rows:
        if any(item[1]):
            found.append(item)
        if len(found) >= count:
            break
    return found


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell[:LONGEST_CELL]
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds() // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
