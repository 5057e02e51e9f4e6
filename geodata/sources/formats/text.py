"""Text files: rows of cells between separators.

The separator is not known yet: each possible one makes a sheet of its own, named by it, and the
caller takes the one under which most headings are known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from geodata.sources.formats.book import Book, Row, Sheet, Unreadable, first_rows
from geodata.sources.limits import LONGEST_LINE, MOST_COLUMNS

SEPARATORS = (",", ";", "\t", "|")


def open_book(path: str, encoding: str) -> Book:
    """Open a text file."""
    sheets = []
    for separator in SEPARATORS:
        try:
            first = first_rows(_rows(path, encoding, separator))
        except Unreadable:
            continue
        if first:
            sheets.append(Sheet(separator, first, []))
    if not sheets:
        # Nothing at all, or every separator fails: then say why the first did.
        first_rows(_rows(path, encoding, SEPARATORS[0]))
    return Book(sheets, lambda position: _rows(path, encoding, sheets[position].name))


def _rows(path: str, encoding: str, separator: str) -> Iterator[Row]:
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        rows = csv.reader(_lines(file), delimiter=separator)
        number = 0
        try:
            for number, row in enumerate(rows, start=1):
                if len(row) > MOST_COLUMNS:
                    raise Unreadable("too_many_columns", most=MOST_COLUMNS)
                if number == 1 and row and row[0].lower().startswith("sep="):
                    row = []
                yield number, row
        except csv.Error:
            raise Unreadable("quote_open", row=number + 1) from None


def _lines(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise Unreadable("line_too_long")
        yield line
