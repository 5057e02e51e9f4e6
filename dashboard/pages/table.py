"""The table page: the map's twin."""

from __future__ import annotations

from typing import Any

from dashboard.components.table import render_table
from dashboard.state import View
from dashboard.viewmodels.table import describe_table
from geodata.i18n import Translator
from geodata.publication import Published


def render_table_page(view: View, published: Published, t: Translator, _theme: str) -> Any:
    """Render the table of the view."""
    return render_table(describe_table(view, published, t))
