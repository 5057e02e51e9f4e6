"""The panel of a locality, and the list of a district's localities, rendered from records."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.contact_card import render_inspectorates
from dashboard.components.detail_parts import (
    render_handouts,
    render_part,
    render_unpin,
    render_visit_lines,
)
from dashboard.viewmodels.place_detail import PlaceDetail
from dashboard.viewmodels.places import PlaceList
from geodata.i18n import Translator


def render_place(place: PlaceDetail, t: Translator, watermark: str) -> Any:
    """Render the panel of a locality; what it cannot say it says."""
    parts: list[Any] = [
        html.Div(
            [
                html.P(_crumbs(place), className="trail"),
                render_unpin(t),
                html.H2([html.Span(className="pin-sign"), place.title]),
            ],
            className="detail-head",
        ),
        html.Div(
            [
                html.P(place.status, className="place-status"),
                html.P(place.residents, className="hero-note"),
                html.P(place.no_survey, className="card reason"),
            ],
            className="detail-part first",
        ),
    ]
    lines = render_visit_lines(place.visits) if place.visits else html.P(t.text("detail.no_visits"))
    parts.append(render_part(place.visits_title, "", lines))
    if place.handouts:
        parts.append(render_part(t.text("detail.handouts"), "", render_handouts(place.handouts)))
    if place.inspectorates:
        parts.append(render_inspectorates(place.inspectorates, t))
    if watermark:
        parts.append(html.P(watermark, className="detail-mark", **{"aria-hidden": "true"}))
    return html.Div(parts, className="detail-body")


def render_place_list(places: PlaceList, t: Translator) -> Any:
    """Render the way to a district's localities or, once the map is zoomed to it, their list."""
    if not places.lines:
        link = html.A(places.title, href=places.address, **{"data-view": "true"})
        line = html.Div([html.H3(link), html.Span(places.note, className="n")])
        return html.Section(html.Div(line, className="places-list"), className="detail-part")
    rows = [
        html.Li(
            [
                html.A(line.name, href=line.address, **{"data-view": "true"}),
                html.Span(line.words, className="n"),
            ],
            className=str(line.status),
        )
        for line in places.lines
    ]
    head = html.Summary([html.H3(places.title), html.Span(places.note, className="n")])
    inside = [head, html.P(t.text("places.stops"), className="n"), html.Ul(rows)]
    unfolded = html.Details(inside, className="places-list", open=True)
    return html.Section(unfolded, className="detail-part")


def _crumbs(place: PlaceDetail) -> list[Any]:
    parts: list[Any] = []
    for crumb in place.crumbs:
        parts += [" › "] if parts else []
        parts.append(html.A(crumb.name, href=crumb.address, **{"data-view": "true"}))
    return parts
