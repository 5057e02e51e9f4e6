"""What the panels of a district and of a locality have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.viewmodels.detail import VisitLine
from geodata.i18n import Translator


def render_part(title: str, note: str, *inside: Any) -> Any:
    """Render a part with its heading and a note beside it."""
    head = html.Div([html.H3(title), html.Span(note)], className="part-head")
    return html.Section([head, *inside], className="detail-part")


def render_unpin(t: Translator) -> Any:
    """Render the button that closes the panel."""
    return html.Button(
        html.Span(className="icon icon-close"),
        className="quiet close",
        type="button",
        **{"data-unpin": "true", "aria-label": t.text("detail.close")},
    )


def render_visit_lines(visits: Sequence[VisitLine]) -> Any:
    """Render visits, those that did not take place in another look."""
    rows = [
        html.Li(
            [html.Span(v.day, className="n"), html.Span(v.place), html.Strong(v.outcome)],
            className="" if v.took_place else "not-done",
        )
        for v in visits
    ]
    return html.Ul(rows, className="visits")


def render_handouts(handouts: Sequence[tuple[str, str]]) -> Any:
    """Render what was given out: numbers over words."""
    items = [html.Li([html.Strong(number), html.Span(words)]) for number, words in handouts]
    return html.Ul(items, className="handouts")
