"""The page of what next, rendered from its record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.page_parts import render_download, render_page_body
from dashboard.viewmodels.next_steps import NextSteps, Step, StepList
from geodata.i18n import Translator


def render_next(steps: NextSteps, t: Translator) -> Any:
    """Render the four lists; every entry is a link to the map, every list a file."""
    lists = html.Div([_list(each, t) for each in steps.lists], className="cards")
    download = render_download(steps.download, t.text("next.download_all"))
    return render_page_body("next", steps.watermark, steps.title, steps.lead, download, lists)


def _list(steps: StepList, t: Translator) -> Any:
    if not steps.steps:
        inside: list[Any] = [html.P(steps.nothing, className="nothing")]
    else:
        words = f"{t.text('next.download')}: {steps.title}"
        inside = [
            html.P(steps.why, className="why"),
            html.Ul([_step(step) for step in steps.steps], className="steps"),
            render_download(steps.download, t.text("next.download"), "plain", words),
        ]
    return html.Section([html.H3(steps.title), *inside], **{"data-list": steps.key})


def _step(step: Step) -> Any:
    link = html.A(step.name, href=step.address, **{"data-view": "true"})
    place = html.Span(step.where, className="where")
    return html.Li([link, place, html.Span(step.reason, className="reason-text")])
