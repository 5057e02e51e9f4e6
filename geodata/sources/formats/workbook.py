"""Workbooks: XLSX, XLS, XLSB and ODS, by calamine.

A workbook of two kilobytes can claim billions of cells and take any reader down with it, past
every `except`: that is what this process is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geodata.sources.formats.book import Block, Book, Row, Sheet, Unreadable, first_rows
from geodata.sources.limits import LONGEST_CELL, MOST_COLUMNS, MOST_MERGED, MOST_SHEETS

# Sheets of up to so many cells are kept between their beginning and their rows.
_KEPT_CELLS = 3_000_000


def open_book(file: IO[bytes]) -> Book:
    """Open a workbook."""
    try:
        book = CalamineWorkbook.from_object(file)
    except PasswordError:
        raise Unreadable("file_password") from None
    except CalamineError:
        raise Unreadable(_instead_of_a_workbook(file)) from None
    kept: dict[str, Any] = {}
    sheets, cells = [], 0
    for name in book.sheet_names[:MOST_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        first = first_rows(_rows(sheet), 5_000)
        if not first:
            continue
        sheets.append(Sheet(name, first, _merged(sheet)))
        cells += sheet.height * sheet.width
        if cells <= _KEPT_CELLS:
            kept[name] = sheet

    def rows(position: int) -> Iterator[Row]:
        name = sheets[position].name
        return _rows(kept.get(name) or book.get_sheet_by_name(name))

    return Book(sheets, rows)


def _instead_of_a_workbook(file: IO[bytes]) -> str:
    """Say what is wrong with a file that is no workbook: Word files begin as old XLS do."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "file_password"
    others = ("WordDocument", "PowerPoint Document")
    is_other = any(name.encode("utf-16-le") in content for name in others)
    return "file_format" if is_other else "workbook_unreadable"


def _rows(sheet: Any) -> Iterator[Row]:
    if sheet.end and sheet.end[1] >= MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [_text(cell) for cell in row]


def _merged(sheet: Any) -> list[Block]:
    ranges = sheet.merged_cell_ranges or []
    return [(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in ranges[:MOST_MERGED]]


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
