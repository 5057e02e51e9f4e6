"""The pages beside the map, by key: what each puts into the page's place for a view.

A page is one module with one function here, its key in `dashboard.state.PAGES`, and its word
`nav.<key>` in the catalogues; header, phone bar, address and callback iterate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.components.tables_line import render_tables_line
from dashboard.pages.answers import render_answers_page
from dashboard.pages.inspectorates import render_inspectorates_page
from dashboard.pages.media import render_media_page
from dashboard.pages.next_steps import render_next_page
from dashboard.pages.plan import render_plan_page
from dashboard.pages.respondents import render_respondents_page
from dashboard.pages.table import render_table_page
from dashboard.state import View
from dashboard.viewmodels.long_tables import list_tables_of
from geodata.i18n import Translator
from geodata.publication import Published

# View, publication, words, theme (`light` or `dark`) to what Dash renders.
Render = Callable[[View, Published, Translator, str], Any]

PAGES: Mapping[str, Render] = {
    "answers": render_answers_page,
    "table": render_table_page,
    "plan": render_plan_page,
    "inspectorates": render_inspectorates_page,
    "media": render_media_page,
    "next": render_next_page,
    "respondents": render_respondents_page,
}


def render_page(view: View, published: Published, t: Translator, theme: str) -> Any:
    """Render the page of the view; nothing for the map, which is not Dash's."""
    render = PAGES.get(view.page)
    if render is None:
        return None
    page = render(view, published, t, theme)
    tables = list_tables_of(view, published, t)
    return [render_tables_line(t.text("tables.open"), tables), page] if tables else page
