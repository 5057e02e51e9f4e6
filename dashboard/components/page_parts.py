"""What the pages beside the map have in common: head, files, parts, keys of charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.watermark import render_watermark


def render_page_body(
    name: str, watermark: str, title: str, lead: str, download: Any, *parts: Any
) -> Any:
    """Render a page: its head with its file, then its parts."""
    words = html.Div([html.H2(title), html.P(lead, className="lead")])
    head = html.Header([words, download] if download else [words], className="page-head")
    inside = [*render_watermark(watermark), head, *parts]
    return html.Div(inside, className="page-body", **{"data-name": name})


def render_download(address: str, words: str, look: str = "chip outlined", label: str = "") -> Any:
    """Render a link to a file; `label` says more of it where the words alone are not enough."""
    named = {"aria-label": label} if label else {}
    icon = html.Span(className="icon icon-download", **{"aria-hidden": "true"})
    return html.A([icon, words], href=address, className=f"download {look}", download="", **named)


def render_part(title: str, *inside: Any, wide: bool = False) -> Any:
    """Render a part with its heading; a wide one takes the whole width."""
    return html.Section([html.H3(title), *inside], className="wide" if wide else "")


def render_key(entries: Sequence[tuple[str, str]]) -> Any:
    """Render a chart's key from (class of the sign, words)."""
    rows = [
        html.Li([html.Span(className=f"sign {sign}", **{"aria-hidden": "true"}), words])
        for sign, words in entries
    ]
    return html.Ul(rows, className="key")
