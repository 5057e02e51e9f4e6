"""The page of what next: what is left open in the days and districts of the view."""

from __future__ import annotations

from typing import Any

from dashboard.components.next_steps import render_next
from dashboard.state import View
from dashboard.viewmodels.next_steps import describe_next
from geodata.i18n import Translator
from geodata.publication import Published


def render_next_page(view: View, published: Published, t: Translator, _theme: str) -> Any:
    """Render the lists of the view."""
    return render_next(describe_next(view, published, t), t)
