"""The page of inspectorates: coverage by inspectorate, their map, how to reach them."""

from __future__ import annotations

from typing import Any

from dashboard.components.inspectorates import render_inspectorates
from dashboard.figures.seats_svg import draw_seats
from dashboard.state import View
from dashboard.viewmodels.inspectorates import describe_inspectorates, describe_seats_map
from geodata.i18n import Translator
from geodata.publication import Published


def render_inspectorates_page(view: View, published: Published, t: Translator, _theme: str) -> Any:
    """Render the inspectorates of the view."""
    page = describe_inspectorates(view, published, t)
    return render_inspectorates(page, t, draw_seats(describe_seats_map(view, published, t)))
