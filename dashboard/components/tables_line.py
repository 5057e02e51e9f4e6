"""The line above a page that leads to its long tables, where rows are sorted, filtered, copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html


def render_tables_line(lead: str, tables: Sequence[tuple[str, str]]) -> Any:
    """Render the line.

    Args:
        lead: What one does there.
        tables: Name and address of each table.
    """
    links = [html.Li(html.A(name, href=address)) for name, address in tables]
    return html.Nav(
        [html.Span(lead), html.Ul(links)], className="to-tables", **{"aria-label": lead}
    )
