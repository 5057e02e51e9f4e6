"""The page of what next, rendered from its record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.watermark import render_watermark
from dashboard.viewmodels.next_steps import NextSteps, Step, StepList
from geodata.i18n import Translator


def render_next(steps: NextSteps, t: Translator) -> Any:
    """Render the four lists; every entry is a link to the map, every list a file."""
    head = html.Header(
        [
            html.Div([html.H2(steps.title), html.P(steps.lead, className="lead")]),
            _download(steps.download, t.text("next.download_all"), "chip outlined"),
        ],
        className="page-head",
    )
    lists = html.Div([_list(each, t) for each in steps.lists], className="cards")
    return html.Div(
        [*render_watermark(steps.watermark), head, lists],
        className="page-body",
        **{"data-name": "next"},
    )


def _list(steps: StepList, t: Translator) -> Any:
    if not steps.steps:
        inside: list[Any] = [html.P(steps.nothing, className="nothing")]
    else:
        words = f"{t.text('next.download')}: {steps.title}"
        inside = [
            html.P(steps.why, className="why"),
            html.Ul([_step(step) for step in steps.steps], className="steps"),
            _download(steps.download, t.text("next.download"), "plain", words),
        ]
    return html.Section([html.H3(steps.title), *inside], **{"data-list": steps.key})


def _step(step: Step) -> Any:
    link = html.A(step.name, href=step.address, **{"data-view": "true"})
    place = html.Span(step.where, className="where")
    return html.Li([link, place, html.Span(step.reason, className="reason-text")])


def _download(address: str, words: str, look: str, label: str = "") -> Any:
    named = {"aria-label": label} if label else {}
    icon = html.Span(className="icon icon-download", **{"aria-hidden": "true"})
    return html.A([icon, words], href=address, className=f"download {look}", download="", **named)
