"""The page of who answered, rendered from its record: plain tables, one a breakdown."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.watermark import render_watermark
from dashboard.viewmodels.respondents import Breakdown, FigureTable, Respondents, Weighting

MOST_ON_A_PHONE = 5  # columns


def render_respondents(page: Respondents) -> Any:
    """Render the lead, a table a breakdown, the weighting, and the districts."""
    head = html.Header(
        html.Div([html.H2(page.title), *(html.P(line, className="lead") for line in page.leads)]),
        className="page-head",
    )
    sections = [_breakdown(each) for each in page.breakdowns]
    if page.weighting:
        sections.insert(-1, _weighting(page.weighting))
    return html.Div(
        [*render_watermark(page.watermark), head, html.Div(sections, className="cards")],
        className="page-body",
        **{"data-name": "respondents"},
    )


def _breakdown(part: Breakdown) -> Any:
    return html.Section(
        [html.H3(part.title), *_table(part.table, part.title), *_notes(part.notes)],
        className="wide" if part.wide else "",
        **{"data-part": part.key},
    )


def _weighting(part: Weighting) -> Any:
    switch = []
    if part.switch:
        words, address = part.switch
        switch = [html.A(words, href=address, className="weigh", **{"data-view": "true"})]
    inside = [html.P(line) for line in part.lines]
    return html.Section(
        [html.H3(part.title), *inside, *_table(part.table, part.title), *switch],
        className="wide",
        **{"data-part": "weighting"},
    )


def _notes(notes: tuple[str, ...]) -> list[Any]:
    return [html.P(note, className="why") for note in notes]


def _table(table: FigureTable | None, name: str) -> list[Any]:
    if table is None:
        return []
    head = html.Tr([_head(i, word, name) for i, word in enumerate(table.columns)], role="row")
    body = [_row(row, table.columns) for row in table.rows]
    return [
        html.Table(
            [html.Thead(head, role="rowgroup"), html.Tbody(body, role="rowgroup")],
            className="who-table many" if len(table.columns) > MOST_ON_A_PHONE else "who-table",
            role="table",
            **{"aria-label": name},
        )
    ]


def _head(i: int, word: str, name: str) -> Any:
    if i:
        return html.Th(word, scope="col", role="columnheader", className="number")
    # The heading over the table says it already; who hears the table still hears it here.
    words = html.Span(word, className="unseen") if word == name else word
    return html.Th(words, scope="col", role="columnheader")


def _row(row: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    name = html.Th(row[0], scope="row", role="rowheader")
    cells = [
        html.Td(text, role="cell", className="number", **{"data-label": column})
        for column, text in zip(columns[1:], row[1:], strict=True)
    ]
    return html.Tr([name, *cells], role="row")
