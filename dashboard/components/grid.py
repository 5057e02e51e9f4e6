"""A plain accessible table, rendered from its record; on a phone each row is a small block."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.viewmodels.grid import Grid, GridRow


def render_grid(grid: Grid, name: str = "") -> Any:
    """Render the table; heads of rows are links where they lead somewhere."""
    head = html.Thead(
        html.Tr(
            [
                html.Th(label, scope="col", role="columnheader", className=_look(i, grid))
                for i, label in enumerate(grid.head)
            ],
            role="row",
        ),
        role="rowgroup",
    )
    body = html.Tbody([_row(row, grid) for row in grid.rows], role="rowgroup")
    # The roles are said because a phone's layout takes them from a table's elements.
    parts: list[Any] = [
        html.Table(
            [head, body],
            role="table",
            className="figures",
            **{"data-grid": name, "aria-label": grid.caption},
        )
    ]
    if grid.note:
        parts.append(html.P(grid.note, className="why"))
    return html.Div(parts, className="grid-room")


def _row(row: GridRow, grid: Grid) -> Any:
    name: Any = row.cells[0]
    if row.address:
        name = html.A(name, href=row.address, **{"data-view": "true"})
    head = html.Th(name, scope="row", role="rowheader")
    cells = [
        html.Td(text, role="cell", className=_look(i, grid), **{"data-label": grid.head[i]})
        for i, text in enumerate(row.cells)
        if i
    ]
    looks = ("total " if row.total else "") + ("pinned-row" if row.pinned else "")
    marks = {"data-row": row.code} if row.code else {}
    return html.Tr([head, *cells], role="row", className=looks.strip(), **marks)


def _look(i: int, grid: Grid) -> str:
    return "" if i in grid.words else "number"
