"""The pale repeated word behind tables and lists, so that a cropped picture still says it."""

from __future__ import annotations

from typing import Any

from dash import html

TIMES = 1200  # more than the longest page has room for; what is over is cut off


def render_watermark(words: str) -> list[Any]:
    """Render the word as a list of one, or of nothing where the figures are real."""
    if not words:
        return []
    mark = html.P(" · ".join([words] * TIMES), **{"aria-hidden": "true"})
    return [html.Div(mark, className="table-watermark")]
