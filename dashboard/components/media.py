"""The media page, rendered from its record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.chart import Chart
from dashboard.components.grid import render_grid
from dashboard.components.page_parts import render_download, render_page_body, render_part
from dashboard.figures.charts import Figure
from dashboard.viewmodels.media import MediaPage
from geodata.i18n import Translator


def render_media(media: MediaPage, t: Translator, chart: Figure, config: dict[str, Any]) -> Any:
    """Render the page; a campaign without media says so and how to bring them."""
    if media.nothing:
        nothing = html.P(media.nothing, className="card")
        return render_page_body("media", media.watermark, media.title, media.lead, None, nothing)
    figure = html.P(
        [html.Span(media.value, className="hero-value"), " ", media.caption], className="figure"
    )
    drawn = Chart(figure=chart, config=config, className="chart picks chart-media")
    notes = [html.P(note, className="why") for note in media.notes]
    kinds = render_part(t.text("media.by_kind"), render_grid(media.by_kind, "kind"))
    outlets = render_part(t.text("media.by_outlet"), render_grid(media.by_outlet, "outlet"))
    parts = html.Div(
        [
            html.Section([figure, drawn, *notes]),
            html.Div([render_day_part(media, t), kinds], className="stack"),
            outlets,
            render_part(t.text("media.listed"), render_grid(media.listed, "listed")),
        ],
        className="cards",
    )
    download = render_download(media.download, t.text("media.download"))
    return render_page_body("media", media.watermark, media.title, media.lead, download, parts)


def render_day_part(media: MediaPage, t: Translator) -> Any:
    """Render the chart's twin."""
    return render_part(t.text("media.by_day"), render_grid(media.by_day, "day"))
