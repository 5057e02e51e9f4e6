"""The page of inspectorates, rendered from its record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.contact_card import render_card, render_contact_blank
from dashboard.components.drawing import Drawing
from dashboard.components.grid import render_grid
from dashboard.components.page_parts import (
    render_download,
    render_key,
    render_page_body,
    render_part,
)
from dashboard.viewmodels.inspectorates import InspectoratesPage
from geodata.i18n import Translator


def render_inspectorates(page: InspectoratesPage, t: Translator, seats_map: str) -> Any:
    """Render the page: map with its key, table, cards."""
    drawing = Drawing(
        svg=seats_map, label=t.text("inspectorates.map_label"), className="routes-map"
    )
    beside = html.Div(
        [
            html.P(
                [html.Span(page.value, className="hero-value"), " ", page.caption],
                className="figure",
            ),
            html.P(t.text("inspectorates.scale"), className="why"),
            render_key(page.key),
            *(html.P(note, className="why") for note in page.notes),
        ]
    )
    cards: list[Any] = [render_contact_blank(page.contacts_note)]
    cards.append(html.Div([render_card(card, t) for card in page.cards], className="contact-cards"))
    table = render_grid(page.table, "inspectorates")
    parts = [
        html.Section(html.Div([drawing, beside], className="routes"), className="wide"),
        render_part(t.text("inspectorates.table"), table, wide=True),
        render_part(page.cards_title, *cards, wide=True),
    ]
    return render_page_body(
        "inspectorates",
        page.watermark,
        page.title,
        page.lead,
        render_download(page.download, t.text("inspectorates.download")),
        html.Div(parts, className="cards"),
    )
