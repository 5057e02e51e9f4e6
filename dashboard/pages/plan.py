"""The page of plan and done: what was promised, what became of it, routes and handouts."""

from __future__ import annotations

from typing import Any

from dashboard.components.plan import render_plan
from dashboard.figures.charts import CONFIG, pick_days
from dashboard.figures.plan_charts import FATES, draw_plan, draw_progress
from dashboard.figures.routes_svg import draw_routes
from dashboard.state import View
from dashboard.theme import read_tokens
from dashboard.viewmodels.plan import describe_plan
from dashboard.viewmodels.routes import describe_routes_map
from geodata.i18n import Translator
from geodata.publication import Published


def render_plan_page(view: View, published: Published, t: Translator, theme: str) -> Any:
    """Render plan and done of the view."""
    plan = describe_plan(view, published, t)
    tokens = read_tokens()[theme]
    progress = plan.progress
    added = draw_progress(
        progress.visited_by_day,
        progress.planned_by_day,
        progress.target,
        plan.day_names,
        tokens,
        plan.watermark,
    )
    fates = {key: [getattr(counts, key) for counts in plan.counts] for key in FATES}
    planned = [counts.planned for counts in plan.counts]
    by_day = draw_plan(planned, fates, plan.day_names, tokens, plan.watermark)
    routes = draw_routes(describe_routes_map(view, published, t))
    charts = (pick_days(added, view.first), pick_days(by_day, view.first))
    return render_plan(plan, t, charts, routes, CONFIG)
