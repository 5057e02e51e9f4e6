"""The table twin, rendered as a plain accessible table."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.watermark import render_watermark
from dashboard.viewmodels.table import Column, TableRow, TableView


def render_table(table: TableView) -> Any:
    """Render the table with sortable heads; a unit's name pins it."""
    body = html.Tbody([_row(row, table.columns) for row in table.rows], role="rowgroup")
    head = html.Thead(
        html.Tr([_head(column) for column in table.columns], role="row"), role="rowgroup"
    )
    parts: list[Any] = [
        *render_watermark(table.watermark),
        html.Table([html.Caption(table.caption), head, body], id="twin", role="table"),
        html.P(table.note, className="table-note"),
    ]
    return html.Div(parts, className="table-body")


def _head(column: Column) -> Any:
    arrow = {"ascending": " ↑", "descending": " ↓", "": ""}[column.sorted]
    button = html.Button(column.label + arrow, type="button", **{"data-sort": column.next_sort})
    sorting = {"aria-sort": column.sorted} if column.sorted else {}
    return html.Th(
        button,
        scope="col",
        role="columnheader",
        className="number" if column.numeric else "",
        **sorting,
    )


def _row(row: TableRow, columns: tuple[Column, ...]) -> Any:
    name = html.Th(
        html.Button(row.cells[0], type="button", className="plain", **{"data-pin": row.code}),
        scope="row",
        role="rowheader",
    )
    cells = [
        html.Td(
            text,
            role="cell",
            className="number" if column.numeric else "",
            **{"data-label": column.label},
        )
        for column, text in zip(columns[1:], row.cells[1:], strict=True)
    ]
    return html.Tr(
        [name, *cells],
        role="row",
        className="pinned-row" if row.pinned else "",
        **{"data-row": row.code, "data-state": row.status},
    )
