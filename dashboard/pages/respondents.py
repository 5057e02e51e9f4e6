"""The page of who answered: respondents beside residents, and weighted shares beside raw ones."""

from __future__ import annotations

from typing import Any

from dashboard.components.respondents import render_respondents
from dashboard.state import View
from dashboard.viewmodels.respondents import describe_respondents
from geodata.i18n import Translator
from geodata.publication import Published


def render_respondents_page(view: View, published: Published, t: Translator, _theme: str) -> Any:
    """Render who answered in the whole campaign, whatever days and districts the view has."""
    return render_respondents(describe_respondents(view, published, t))
