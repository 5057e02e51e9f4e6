"""The page of plan and done, rendered from its record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.chart import Chart
from dashboard.components.drawing import Drawing
from dashboard.components.grid import render_grid
from dashboard.components.page_parts import (
    render_download,
    render_key,
    render_page_body,
    render_part,
)
from dashboard.figures.charts import Figure
from dashboard.figures.plan_charts import FATES
from dashboard.figures.routes_svg import draw_sample
from dashboard.viewmodels.plan import PlanPage
from dashboard.viewmodels.routes import Route
from geodata.i18n import Translator


def render_plan(
    plan: PlanPage,
    t: Translator,
    charts: tuple[Figure, Figure],
    routes_map: str,
    config: dict[str, Any],
) -> Any:
    """Render the page.

    Args:
        plan: What to say.
        t: The reader's language.
        charts: Localities added up, and visits by day.
        routes_map: The drawing of the routes.
        config: Options of every chart.
    """
    looks = "chart picks chart-plan"
    added, by_day = (Chart(figure=f, config=config, className=looks) for f in charts)
    progress = render_part(t.text("plan.progress"), _progress(plan), added, _added_key(plan, t))
    centres = render_part(t.text("plan.by_centre"), render_grid(plan.by_centre, "centre"))
    stack = [progress, centres]
    if plan.handouts:
        table = render_grid(plan.handouts, "handouts")
        stack.append(render_part(t.text("plan.handouts"), table))
    day = render_part(t.text("plan.by_day"), by_day, _fates_key(t), render_grid(plan.by_day, "day"))
    parts = [html.Div(stack, className="stack"), day, _routes(plan, routes_map, t)]
    return render_page_body(
        "plan",
        plan.watermark,
        plan.title,
        plan.lead,
        render_download(plan.download, t.text("plan.download")),
        html.Div(parts, className="cards"),
    )


def _progress(plan: PlanPage) -> Any:
    figure: list[Any] = [
        html.P(
            [html.Span(plan.value, className="hero-value"), " ", plan.caption], className="figure"
        )
    ]
    if plan.share is not None and plan.plan_share is not None:
        bar = html.Span(className="done", style={"width": f"{min(1, plan.share):.1%}"})
        mark = html.Span(className="planned", style={"left": f"{min(1, plan.plan_share):.1%}"})
        figure.append(html.Div([bar, mark], className="progress", **{"aria-hidden": "true"}))
    figure.append(html.P(plan.note, className="why"))
    return html.Div(figure)


def _added_key(plan: PlanPage, t: Translator) -> Any:
    entries = [("line", t.text("plan.key.visited")), ("line dashed", t.text("plan.key.planned"))]
    if plan.progress.target is not None:
        entries.append(("line dotted", t.text("plan.key.target")))
    return render_key(entries)


def _fates_key(t: Translator) -> Any:
    entries = [("fate planned", t.text("plan.column.planned"))]
    entries += [(f"fate {key}", t.text(f"plan.column.{key}")) for key in FATES]
    return render_key(entries)


def _routes(plan: PlanPage, routes_map: str, t: Translator) -> Any:
    if not plan.routes:
        return render_part(t.text("plan.routes"), html.P(t.text("plan.no_routes")), wide=True)
    lists = html.Div([_route(route) for route in plan.routes], className="routes-lists")
    drawing = Drawing(svg=routes_map, label=t.text("plan.routes.label"), className="routes-map")
    return render_part(
        t.text("plan.routes"),
        html.P(t.text("plan.routes.why"), className="why"),
        html.Div([drawing, lists], className="routes"),
        wide=True,
    )


def _route(route: Route) -> Any:
    sample = Drawing(svg=draw_sample(route.style), className="route-sample")
    head = html.Div(
        [
            html.Span(route.letter, className="route-letter", **{"aria-hidden": "true"}),
            html.H4(route.name),
            sample,
            html.Span(route.stops, className="n"),
        ],
        className="route-head",
    )
    days = [
        html.Li([html.Span(day.day, className="n"), html.Span(_places(day.places))])
        for day in route.days
    ]
    return html.Section([head, html.Ol(days)])


def _places(places: tuple[tuple[str, str, str], ...]) -> list[Any]:
    parts: list[Any] = []
    for name, address, word in places:
        parts += [", "] if parts else []
        parts.append(html.A(name, href=address, **{"data-view": "true"}))
        parts += [f" ({word})"] if word else []
    return parts
