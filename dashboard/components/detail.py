"""The detail panel, rendered from its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.chart import Chart
from dashboard.components.contact_card import render_inspectorates
from dashboard.components.detail_parts import (
    render_handouts,
    render_part,
    render_unpin,
    render_visit_lines,
)
from dashboard.components.place_detail import render_place_list
from dashboard.viewmodels.detail import AnswerShare, Detail, ModeLine
from geodata.i18n import Translator


def render_detail(
    detail: Detail | None,
    t: Translator,
    days_chart: Any,
    answers_chart: Any,
    config: dict[str, Any],
) -> Any:
    """Render the panel; nothing where nothing is pinned.

    Args:
        detail: What to say.
        t: The reader's language.
        days_chart: Figure of visits by day.
        answers_chart: Figure of the distribution of answers, or None.
        config: Options of every chart.
    """
    if detail is None:
        return None
    parts = [_head(detail, t), _figure(detail)]
    if detail.answers:
        parts.append(_answers(detail, t, answers_chart, config))
    if detail.modes:
        parts.append(_modes(t.text("detail.modes"), detail.modes, t))
    for title, lines in detail.breakdowns:
        parts.append(_modes(title, lines, t))
    parts.append(_visits(detail, t, days_chart, config))
    if detail.handouts:
        parts.append(_handouts(detail, t))
    if detail.inspectorates:
        parts.append(render_inspectorates(detail.inspectorates, t))
    if detail.teaser:
        parts.append(_teaser(detail, t))
    if detail.places:
        parts.append(render_place_list(detail.places, t))
    return html.Div(parts, className="detail-body")


def _head(detail: Detail, t: Translator) -> Any:
    return html.Div(
        [
            html.P(detail.trail, className="trail"),
            render_unpin(t),
            html.H2([html.Span(className="pin-sign"), detail.title]),
        ],
        className="detail-head",
    )


def _figure(detail: Detail) -> Any:
    lines = [
        html.P(detail.value, className="hero-value"),
        html.P(f"{detail.caption}, {detail.period}", className="hero-caption"),
    ]
    if detail.note:
        lines.append(html.P(detail.note, className="hero-note"))
    if detail.group:
        sign = html.Span(detail.group_sign, className="group-sign", **{"aria-hidden": "true"})
        lines.append(html.P([sign, detail.group], className="card reason"))
    if detail.reason:
        lines.append(html.P(detail.reason, className="card reason"))
    return html.Div(lines, className="detail-part first")


def _answers(detail: Detail, t: Translator, chart: Any, config: dict[str, Any]) -> Any:
    return render_part(
        t.text("detail.answers"),
        detail.balance,
        Chart(figure=chart, config=config, className="chart chart-answers"),
        html.Ul([_answer(a) for a in detail.answers], className="answers"),
    )


def _answer(answer: AnswerShare) -> Any:
    swatch = html.Span(className="answer-swatch", style={"background": f"var(--{answer.token})"})
    return html.Li([swatch, html.Span(answer.label), html.Strong(answer.text)])


def _modes(title: str, lines: Sequence[ModeLine], t: Translator) -> Any:
    rows = [
        html.Li([html.Span(m.label), html.Span(m.n, className="n"), html.Strong(m.value)])
        for m in lines
    ]
    return render_part(title, t.text("period.whole"), html.Ul(rows, className="modes"))


def _visits(detail: Detail, t: Translator, chart: Any, config: dict[str, Any]) -> Any:
    if not detail.visits:
        return render_part(
            detail.visits_title, detail.visits_note, html.P(t.text("detail.no_visits"))
        )
    inside = [render_visit_lines(detail.visits)]
    if any(detail.visits_by_day):
        inside.insert(0, Chart(figure=chart, config=config, className="chart picks chart-days"))
    return render_part(detail.visits_title, detail.visits_note, *inside)


def _handouts(detail: Detail, t: Translator) -> Any:
    given = render_handouts(detail.handouts)
    return render_part(t.text("detail.handouts"), detail.handouts_note, given)


def _teaser(detail: Detail, t: Translator) -> Any:
    button = html.Button(
        [detail.teaser, " ›"],
        className="plain",
        type="button",
        **{"data-show": detail.teaser_key},
    )
    return render_part(t.text("detail.opinion_teaser"), "", button)
