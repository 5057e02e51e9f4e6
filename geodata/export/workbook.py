"""A workbook (XLSX) of ready rows: numbers stay numbers, texts stay texts, nothing is a formula.

Every sheet can be printed: A4 across, as wide as one page, heads repeated, what must not get
lost in its footer. Cells without a figure are empty and never 0.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from geodata.export.csv_table import Cell, escape_formula
from geodata.plain_text import clean_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
LONGEST_FOOTER = 250  # Excel refuses 256 and more
BAR_HEIGHT = 22
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what is in it, its width in letters, its number format."""

    label: str
    meaning: str = ""
    width: float = 12
    number: str = ""


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table under a few lines of words, with a chart of one of its columns on a sheet.

    Attributes:
        name: Of the sheet.
        lead: Lines above the head; the first is the title.
        columns: The columns.
        rows: As many cells a row.
        chart: Name of the chart's sheet, index of the names, index of the figures.
        chart_title: Title of the chart.
    """

    name: str
    lead: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    chart: tuple[str, int, int] | None = None
    chart_title: str = ""


@dataclass(frozen=True, slots=True)
class TextSheet:
    """Blocks of rows of words, each under its heading; numbers may stand among them."""

    name: str
    blocks: Sequence[tuple[str, Sequence[Sequence[Cell]]]]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook.

    Attributes:
        title: Its title.
        author: Who is responsible for it.
        made: Its date.
        mark: What stands at the top of every sheet and printed page; may be empty.
        footer: What stands at the foot of every printed page.
        sheets: The sheets.
        colours: `ink`, `bar`, `rule`, `head` and `mark` as `#rrggbb`.
    """

    title: str
    author: str
    made: date
    mark: str
    footer: str
    sheets: Sequence[TableSheet | TextSheet]
    colours: Mapping[str, str] = field(default_factory=dict)


def write_workbook(book: Book) -> bytes:
    """Write a workbook; the same book gives the same bytes."""
    import xlsxwriter  # only where somebody asks for one

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, OPTIONS)
    created = datetime(book.made.year, book.made.month, book.made.day)
    workbook.set_properties({"title": book.title, "author": book.author, "created": created})
    looks = _Looks(workbook, book.colours)
    for sheet in book.sheets:
        page = workbook.add_worksheet(sheet.name)
        _set_up(page, book)
        if isinstance(sheet, TableSheet):
            head = _write_table(page, sheet, book.mark, looks)
            if sheet.chart is not None:
                _draw_chart(workbook, sheet, head, book)
        else:
            _write_texts(page, sheet, book.mark, looks)
    workbook.close()
    return out.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any, colours: Mapping[str, str]) -> None:
        self._workbook = workbook
        self._numbers: dict[str, Any] = {}
        base = {"font_color": colours["ink"], "valign": "top"}
        self._base = base
        self.text = workbook.add_format(base)
        self.wrapped = workbook.add_format(base | {"text_wrap": True})
        self.title = workbook.add_format(base | {"bold": True, "font_size": 14})
        self.heading = workbook.add_format(base | {"bold": True, "font_size": 12})
        self.mark = workbook.add_format(base | {"bold": True, "bg_color": colours["mark"]})
        self.head = workbook.add_format(
            base
            | {"bold": True, "text_wrap": True, "bg_color": colours["head"]}
            | {"bottom": 1, "bottom_color": colours["rule"]}
        )

    def number(self, code: str) -> Any:
        """The format of a number; without a code a whole number."""
        if code not in self._numbers:
            form = self._base | {"num_format": code or "#,##0"}
            self._numbers[code] = self._workbook.add_format(form)
        return self._numbers[code]


def _set_up(page: Any, book: Book) -> None:
    """Make a sheet fit for a printer."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    page.hide_gridlines(2)
    if book.mark:
        page.set_header(f"&C&B{_printed(book.mark)}")
    page.set_footer(f"&L{_printed(book.footer)}&R&P / &N")


def _printed(text: str) -> str:
    """Text of a header or footer, in which `&` is a sign of its own."""
    return text.replace("&", "&&")[: LONGEST_FOOTER - 20]


def _write_table(page: Any, sheet: TableSheet, mark: str, looks: _Looks) -> int:
    """Write a table and return the row of its head."""
    lines = [*([(mark, looks.mark)] if mark else []), (sheet.lead[0], looks.title)]
    lines += [(line, looks.text) for line in sheet.lead[1:]]
    for at, (line, look) in enumerate(lines):
        page.write_string(at, 0, _plain(line), look)
    head = len(lines) + 1
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(head, at, _plain(column.label), looks.head)
    for down, row in enumerate(sheet.rows, start=head + 1):
        for at, cell in enumerate(row):
            _write_cell(page, down, at, cell, looks, sheet.columns[at].number)
    last = head + max(len(sheet.rows), 1)
    page.freeze_panes(head + 1, 2)
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.repeat_rows(head)
    page.print_area(0, 0, last, len(sheet.columns) - 1)
    return head


def _write_cell(page: Any, row: int, at: int, cell: Cell, looks: _Looks, number: str = "") -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        page.write_string(row, at, _plain(cell), looks.text)
    else:
        page.write_number(row, at, cell, looks.number(number))


def _write_texts(page: Any, sheet: TextSheet, mark: str, looks: _Looks) -> None:
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)
    row = 0
    if mark:
        page.write_string(0, 0, _plain(mark), looks.mark)
        row = 2
    for heading, lines in sheet.blocks:
        page.write_string(row, 0, _plain(heading), looks.heading)
        row += 1
        for line in lines:
            for at, cell in enumerate(line):
                if isinstance(cell, str):
                    page.write_string(row, at, _plain(cell), looks.wrapped)
                else:
                    _write_cell(page, row, at, cell, looks)
            row += 1
        row += 1


def _plain(text: str) -> str:
    return escape_formula(clean_text(text))


def _draw_chart(workbook: Any, sheet: TableSheet, head: int, book: Book) -> None:
    """Draw a native chart of one column on a sheet of its own; it follows the table's cells."""
    assert sheet.chart is not None
    name, names, figures = sheet.chart
    page = workbook.add_worksheet(name)
    _set_up(page, book)
    first, last = head + 1, head + max(len(sheet.rows), 1)
    chart = workbook.add_chart({"type": "bar"})
    label = sheet.columns[figures].meaning
    chart.add_series(
        {
            "name": label,
            "categories": [sheet.name, first, names, last, names],
            "values": [sheet.name, first, figures, last, figures],
            "fill": {"color": book.colours["bar"]},
            "gap": 40,
            "data_labels": {"value": True},
        }
    )
    title = f"{book.mark} {sheet.chart_title}" if book.mark else sheet.chart_title
    chart.set_title({"name": title, "name_font": {"size": 12, "color": book.colours["ink"]}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"color": book.colours["ink"]}})
    chart.set_x_axis(
        {"name": label, "major_gridlines": {"visible": False}, "label_position": "low"}
    )
    chart.show_blanks_as("gap")
    height = 160 + BAR_HEIGHT * max(len(sheet.rows), 1)
    chart.set_size({"width": 980, "height": height})
    page.insert_chart(0, 0, chart, {"description": title})
