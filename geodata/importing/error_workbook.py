"""The rows of a file that were left out, as a workbook to correct and import again.

It has the columns that the import reads, under the template's names, and no other: nothing of a
column that was left out, for being personal or unknown, is in it. A cell with something wrong is
filled and carries the finding as its comment; the last column says the same in words. Text that
a spreadsheet would run has an apostrophe in front, which the import takes away again; numbers
stay numbers. It is made in memory and kept nowhere.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from geodata.export.csv_table import escape_formula
from geodata.i18n import Translator
from geodata.importing.blocks import BlockReader
from geodata.importing.issues import Findings, Issue
from geodata.importing.kinds import BOUNDARIES
from geodata.importing.personal import mask
from geodata.importing.report import Report
from geodata.importing.table import TO_CORRECT, RawTable
from geodata.names import fold
from geodata.plain_text import clean_text

MOST_ROWS = 20_000
# A spreadsheet slows down under more; beyond, a wrong cell is filled and named in the last column.
MOST_COMMENTS = 4_000
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")
_LONGEST_CELL = 30_000
_HEAD, _WRONG, _WIDE = "#e7e6e6", "#ffe699", 60


def rows_to_correct(report: Report) -> dict[int, list[Issue]]:
    """Return the findings that keep rows out, by row; none of shapes, which are no table."""
    if report.kind == BOUNDARIES.name:
        return {}
    found: dict[int, list[Issue]] = defaultdict(list)
    for issue in report.issues:
        if issue.row is not None and issue.lists_row:
            found[issue.row].append(issue)
    return dict(found)


def write_error_workbook(
    table: RawTable, wrong: Mapping[int, Sequence[Issue]], t: Translator
) -> bytes:
    """Write the rows that were left out; `table` is the file, opened anew.

    Args:
        table: The file.
        wrong: What keeps rows out, by row, see `rows_to_correct`.
        t: Words of the reader's language.
    """
    import xlsxwriter  # only where somebody asks for one

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": t.text("import.errors.title"), "created": datetime(2021, 1, 1)})
    names = [name for name in table.kind.names if name in table.places]
    sheet = _Sheet(book, names, t)
    rows = _rows(table, names, wrong)
    for number, cells in rows:
        if sheet.rows >= MOST_ROWS:
            break
        sheet.add(number, cells, wrong[number])
    sheet.finish()
    _write_notes(book, len(wrong), sheet.rows, t)
    book.close()
    return out.getvalue()


class _Sheet:
    """The sheet of rows, filled one by one."""

    def __init__(self, book: Any, names: Sequence[str], t: Translator) -> None:
        self.rows = 0
        self._t = t
        self._names = list(names)
        self._comments = 0
        self._longest = [len(name) for name in names]
        self._page = book.add_worksheet(t.text("import.errors.sheet")[:31])
        self._wrong = book.add_format({"bg_color": _WRONG, "border": 1})
        self._words = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bg_color": _HEAD, "bottom": 1})
        for place, name in enumerate([*names, TO_CORRECT[t.language]]):
            self._page.write_string(0, place, name, head)
        self._page.freeze_panes(1, 0)

    def add(self, number: int, cells: Sequence[str], issues: Sequence[Issue]) -> None:
        """Write a row of the file with what keeps it out."""
        self.rows += 1
        in_order = sorted(issues, key=self._place)
        said: dict[int, list[str]] = defaultdict(list)
        for issue in in_order:
            said[self._place(issue)].append(issue.text(self._t))
        for place, cell in enumerate(cells):
            self._write(place, cell, self._wrong if place in said else None)
            self._longest[place] = max(self._longest[place], min(len(cell), _WIDE))
        for place, texts in said.items():
            if self._comments < MOST_COMMENTS:
                self._comments += 1
                comment = {"x_scale": 2, "y_scale": 1.5}
                self._page.write_comment(self.rows, place, "\n".join(texts), comment)
        words = " ".join(issue.message(self._t) for issue in in_order)
        self._page.write_string(self.rows, len(self._names), words[:_LONGEST_CELL], self._words)

    def _place(self, issue: Issue) -> int:
        """The cell to mark; what is wrong with the whole row is said at its first cell."""
        return self._names.index(issue.column) if issue.column in self._names else 0

    def finish(self) -> None:
        """Set the widths and the filter."""
        for place, length in enumerate(self._longest):
            self._page.set_column(place, place, max(9, length + 2))
        self._page.set_column(len(self._names), len(self._names), _WIDE)
        self._page.autofilter(0, 0, max(self.rows, 1), len(self._names))

    def _write(self, place: int, cell: str, look: Any) -> None:
        if not cell:
            self._page.write_blank(self.rows, place, None, look)
        elif _NUMBER.fullmatch(cell):
            self._page.write_number(self.rows, place, float(cell), look)
        else:
            text = escape_formula(cell)[:_LONGEST_CELL]
            self._page.write_string(self.rows, place, text, look)


def _rows(
    table: RawTable, names: Sequence[str], wrong: Mapping[int, object]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are wrong with their numbers, cells as the import reads them."""
    readers = [_told(table, name) for name in names]
    for block in BlockReader(table, Findings(), lambda _: None).blocks():
        for i, number in enumerate(block.numbers):
            if number in wrong:
                cells = (block.columns[name][i] for name in names)
                yield number, [tell(cell) for tell, cell in zip(readers, cells, strict=True)]


def _told(table: RawTable, name: str) -> Callable[[str], str]:
    """Return what of a column's cells may be told: of a respondent nothing that is personal.

    A word that a person gave a code is told as that: the workbook's headings are others.
    """
    mapped = table.mapping.values.get(name, {})
    masked = table.kind.name == "responses" and name != "submission_id"

    def tell(cell: str) -> str:
        plain = clean_text(cell.strip())
        if mapped and fold(plain) in mapped:
            return mapped[fold(plain)]
        return mask(plain) if masked else plain

    return tell


def _write_notes(book: Any, listed: int, written: int, t: Translator) -> None:
    page = book.add_worksheet(t.text("import.errors.notes")[:31])
    page.set_column(0, 0, 100)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    lines = [t.text("import.errors.how"), t.text("import.errors.personal")]
    lines.append(t.text("import.errors.counts", listed=t.number(listed), rows=t.number(written)))
    for at, line in enumerate(lines):
        page.write_string(at, 0, line, wrap)
