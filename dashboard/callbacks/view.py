"""The view's callback: whatever of a view the browser has no finished words or figures for."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from dash import Dash, Input, Output

from dashboard.components.detail import render_detail
from dashboard.components.place_detail import render_place
from dashboard.figures.charts import CONFIG, draw_answers, draw_days, pick_days
from dashboard.ids import Id
from dashboard.pages import render_page
from dashboard.services import Services
from dashboard.state import View, parse_view
from dashboard.theme import read_tokens
from dashboard.viewmodels.comparing import describe_comparison
from dashboard.viewmodels.detail import Detail, describe_detail
from dashboard.viewmodels.findings import describe_findings
from dashboard.viewmodels.missing import describe_missing
from dashboard.viewmodels.next_steps import describe_line
from dashboard.viewmodels.place_detail import describe_place
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.spoken import describe_spoken
from geodata.i18n import Translator, translators
from geodata.publication import Published

KEPT_WORDS = 256  # views, a few KB each
# What the words beside the map and the panel do not depend on: pinning one district after another
# need not write them anew. The order counts: the rows of a comparison come in it.
UNSPOKEN: dict[str, Any] = {"pin": "", "focus": "", "classes": ()}


def register_view(app: Dash, services: Services) -> None:
    """Wire the view: detail, page and, where districts are chosen, sentence and hero."""

    @lru_cache(maxsize=KEPT_WORDS)
    def say(view: View, _publication: str) -> dict[str, Any]:
        return _say(view, services.published(), translators()[view.lang])

    @app.callback(
        Output(Id.DETAIL, "children"),
        Output(Id.PAGE, "children"),
        Output(Id.BRIDGE, "reply"),
        Input(Id.BRIDGE, "view"),
        prevent_initial_call=True,
    )
    def show(told: Any) -> tuple[Any, Any, Any]:
        query, theme = read_told(told)
        published = services.published()
        view = parse_view(query, published, services.settings.default_language)
        t = translators()[view.lang]
        return (
            _panel(view, published, t, theme),
            render_page(view, published, t, theme),
            {"query": query, **say(view.to(**UNSPOKEN), published.id)},
        )


def _panel(view: View, published: Published, t: Translator, theme: str) -> Any:
    """The panel of the locality that the map is zoomed to, else of the pinned unit."""
    place = describe_place(view, published, t)
    if place is not None:
        illustrative = published.document["campaign"]["illustrative"]
        return render_place(place, t, t.text("band.watermark") if illustrative else "")
    detail = describe_detail(view, published, t)
    return render_detail(detail, t, *_charts(detail, published, t, theme), CONFIG)


def read_told(told: Any) -> tuple[str, str]:
    """Take query and theme out of what the browser sent, whatever it sent."""
    record = told if isinstance(told, dict) else {}
    query = record.get("query")
    theme = record.get("theme")
    return (
        query if isinstance(query, str) and len(query) < 4000 else "",
        "dark" if theme == "dark" else "light",
    )


def _charts(
    detail: Detail | None, published: Published, t: Translator, theme: str
) -> tuple[Any, Any]:
    if detail is None:
        return None, None
    tokens = read_tokens()[theme]
    illustrative = published.document["campaign"]["illustrative"]
    mark = t.text("band.watermark") if illustrative else ""
    days = pick_days(draw_days(detail.visits_by_day, detail.day_names, tokens, mark), 0)
    if not detail.answers:
        return days, None
    colours = [tokens[a.token] for a in detail.answers]
    answers = draw_answers(
        [a.label for a in detail.answers],
        [a.percent for a in detail.answers],
        colours,
        tokens,
        mark,
    )
    return days, answers


def _say(view: View, published: Published, t: Translator) -> dict[str, Any]:
    reading = read(view, published)
    compared = describe_comparison(view, published, t) if view.page == "compare" else None
    missing = describe_missing(view, published, t) if reading.opened else []
    return {
        "spoken": describe_spoken(view, reading, published, t, compared),
        "missing": [asdict(each) for each in missing],
        "findings": [asdict(each) for each in describe_findings(view, published, t)],
        "next": describe_line(view, published, t),
        "comparison": asdict(compared) if compared else None,
    }
