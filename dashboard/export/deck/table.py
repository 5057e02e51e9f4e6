"""The table of a view as PowerPoint's own: beside one another where it is too long for one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from dashboard.export.deck.sheet import LINE, Sheet, Words, fill, width_of
from dashboard.viewmodels.table import TableRow, TableView

SIZES = (18, 17, 16, 15, 14, 13, 12)
LEAST = 14  # pixels: what is smaller takes a slide more
LONGEST = 20  # rows under one head
WIDTH, ROOM, GAP = 1168, 526, 40
CELL = 22  # room beside the words of a cell
ROW = 34.0
URI = "http://schemas.openxmlformats.org/drawingml/2006/table"

Rows = Sequence[TableRow]


def split_table(table: TableView) -> list[list[Rows]]:
    """Split a table: for each slide the tables that stand beside one another on it.

    A long one stands in two halves beside one another where its words are large enough that way.
    """
    count = math.ceil(len(table.rows) / LONGEST)
    if not count:
        return [[]]
    each = math.ceil(len(table.rows) / count)
    parts = [table.rows[at * each : (at + 1) * each] for at in range(count)]
    if count == 1 or _fitted(table, (WIDTH - GAP) / 2, ROOM / (each + 1))[0] < LEAST:
        return [[part] for part in parts]
    return [list(parts[at : at + 2]) for at in range(0, count, 2)]


def draw_table(
    sheet: Sheet,
    table: TableView,
    parts: Sequence[Rows],
    corner: tuple[float, float],
    bottom: float,
    wide: float,
    tokens: Mapping[str, str],
) -> None:
    """Lay the parts of a table beside one another, from a corner down to `bottom` at most."""
    x, y = corner
    longest = max(len(rows) for rows in parts)
    room = (wide - GAP * (len(parts) - 1)) / len(parts)
    row = min(ROW, (bottom - y) / (longest + 1))
    size, widths = _fitted(table, room, row)
    for at, rows in enumerate(parts):
        left = x + at * (room + GAP)
        sheet.add(_frame(sheet, table, rows, (left, y), widths, row, size, tokens))


def _fitted(table: TableView, room: float, row: float) -> tuple[float, list[float]]:
    """The largest size at which every column is as wide as its widest cell, and those widths."""
    for size in SIZES:
        widths = [
            max(
                width_of(column.label, size, True),
                *(width_of(each.cells[at], size, at == 0) for each in table.rows),
            )
            + CELL
            for at, column in enumerate(table.columns)
        ]
        if sum(widths) <= room and size * LINE + 2 <= row:
            spare = (room - sum(widths)) / len(widths)
            return size, [width + min(spare, 60) for width in widths]
    return SIZES[-1], [room * width / sum(widths) for width in widths]


def _frame(
    sheet: Sheet,
    table: TableView,
    rows: Sequence[TableRow],
    corner: tuple[float, float],
    widths: Sequence[float],
    row: float,
    size: float,
    tokens: Mapping[str, str],
) -> str:
    numeric = [column.numeric for column in table.columns]

    def cells(texts: Sequence[str], bold: bool, rule: str) -> str:
        height = sheet.place(0, 0, 1, row)[3]
        inside = "".join(
            _cell(sheet, Words(text, size, tokens["ink"], bold or at == 0), numeric[at],
                  tokens[rule])
            for at, text in enumerate(texts)
        )  # fmt: skip
        return f'<a:tr h="{height}">{inside}</a:tr>'

    grid = "".join(f'<a:gridCol w="{sheet.place(0, 0, width, 1)[2]}"/>' for width in widths)
    head = cells([column.label for column in table.columns], True, "ink-3")
    body = "".join(cells(each.cells, False, "rule") for each in rows)
    place = sheet.frame(*corner, sum(widths), row * (len(rows) + 1), "p:xfrm")
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{sheet.number()}" name="table" '
        f'descr="{escape(table.caption)}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'{place}<a:graphic><a:graphicData uri="{URI}"><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{grid}</a:tblGrid>{head}{body}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _cell(sheet: Sheet, words: Words, numeric: bool, rule: str) -> str:
    margin = sheet.place(0, 0, CELL / 2, 1)[2]
    nothing = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    return (
        '<a:tc><a:txBody><a:bodyPr wrap="none"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{"r" if numeric else "l"}"/>{sheet.run(words)}</a:p></a:txBody>'
        f'<a:tcPr marL="{margin}" marR="{margin}" marT="0" marB="0" anchor="ctr">{nothing}'
        f'<a:lnB w="6350">{fill(rule)}</a:lnB><a:noFill/></a:tcPr></a:tc>'
    )
