"""A table as CSV that a spreadsheet opens right away in the reader's language.

UTF-8 with a byte order mark; `;` and decimal comma in Romanian and Russian, `,` and point in
English, as spreadsheets of these languages expect. Text that a spreadsheet would take for a
formula gets an apostrophe in front; numbers never do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from geodata.plain_text import clean_text

Cell = str | int | float | None

MEDIA_TYPE = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    """Write a table; None is an empty cell and never 0.

    Args:
        head: Names of the columns.
        rows: As many cells a row.
        language: `ro`, `ru` or `en`: separator and decimal sign.

    Raises:
        ValueError: a row has another number of cells than the head.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    for row in (head, *rows):
        if len(row) != len(head):
            raise ValueError(f"a row of {len(row)} cells under {len(head)} columns")
        writer.writerow([_cell(cell, language) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def escape_formula(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escape_formula(clean_text(cell))
    text = repr(cell) if isinstance(cell, float) else str(cell)
    return text if language == "en" else text.replace(".", ",")
