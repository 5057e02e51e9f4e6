"""The media page: appearances over time beside visits and answers."""

from __future__ import annotations

from typing import Any

from dashboard.components.media import render_media
from dashboard.figures.charts import CONFIG, pick_days
from dashboard.figures.media_charts import draw_media
from dashboard.state import View
from dashboard.theme import read_tokens
from dashboard.viewmodels.media import describe_media
from geodata.i18n import Translator
from geodata.publication import Published


def render_media_page(view: View, published: Published, t: Translator, theme: str) -> Any:
    """Render the media of the view."""
    media = describe_media(view, published, t)
    counts: tuple[list[int | None], ...] = (
        [day.media.appearances for day in media.days],
        [day.visits for day in media.days],
        [day.answers for day in media.days],
    )
    series = list(zip(media.series, counts, strict=True))
    chart = draw_media(series, media.day_names, read_tokens()[theme], media.watermark)
    return render_media(media, t, pick_days(chart, view.first), CONFIG)
