"""The answers page, rendered from its record: charts, and under each the same in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.chart import Chart
from dashboard.components.watermark import render_watermark
from dashboard.figures.charts import CONFIG
from dashboard.viewmodels.answers import (
    AnswersView,
    BenchmarkPanel,
    Group,
    OpenAnswers,
    QuestionView,
)
from geodata.i18n import Translator


def render_answers(answers: AnswersView, charts: Mapping[str, Any], t: Translator) -> Any:
    """Render the page.

    Args:
        answers: What to say.
        charts: Figures by key of a group (scales) or of a question (several answers).
        t: The reader's language.
    """
    lines = [answers.lead, answers.pooled, answers.proposal]
    head = html.Header(
        [html.H2(answers.title), *(html.P(line, className="lead") for line in lines if line)],
        className="page-head answers-head",
    )
    groups = [_group(group, charts, t) for group in answers.groups]
    parts: list[Any] = [head, html.Div(groups, className="answer-groups")]
    if answers.panels:
        parts.append(_panels(answers.panels, t))
    if answers.open_answers:
        parts.append(_open(answers.open_answers, t))
    return html.Div(
        [*render_watermark(answers.watermark), *parts],
        className="page-body",
        **{"data-name": "answers"},
    )


def _group(group: Group, charts: Mapping[str, Any], t: Translator) -> Any:
    inside: list[Any] = [html.H3(group.label)]
    if group.key in charts:
        scales = [q for q in group.questions if q.kind == "scale" and q.shares]
        inside += [_chart(charts[group.key]), *_keys(scales)]
    for question in group.questions:
        inside += _question(question, charts, t)
    return html.Section(inside, className="answer-group", **{"data-group": group.key})


def _chart(figure: Any) -> Any:
    height = figure["layout"]["height"]
    return html.Div(
        Chart(figure=figure, config=CONFIG, className="chart"),
        className="chart-room",
        style={"height": f"{height}px"},
        **{"aria-hidden": "true"},
    )


def _keys(questions: list[QuestionView]) -> list[Any]:
    """Which colour is which answer, once for questions with the same answers."""
    seen: dict[tuple[str, ...], QuestionView] = {}
    for question in questions:
        seen.setdefault(tuple(share.label for share in question.shares), question)
    return [
        html.Ul(
            [
                html.Li(
                    [
                        html.Span(
                            className="answer-swatch",
                            style={"background": f"var(--{share.token})"},
                        ),
                        html.Span(share.label),
                    ]
                )
                for share in question.shares
            ],
            className="answer-keys",
        )
        for question in seen.values()
    ]


def _question(question: QuestionView, charts: Mapping[str, Any], t: Translator) -> list[Any]:
    head: list[Any] = [html.H4(question.text)]
    if question.asked:
        head.append(html.P(question.asked, className="n"))
    if question.headline or question.n:
        head.append(html.P([html.Strong(question.headline), html.Span(question.n, className="n")]))
    if question.address:
        words = t.text("answers.on_map")
        link = html.A(words, href=question.address, **{"data-view": "true"})
        head.append(html.P([link, html.Span(f": {question.short}", className="unseen")]))
    if question.reason:
        head.append(html.P(question.reason, className="card reason"))
    parts: list[Any] = [html.Div(head, className="question-head")]
    if question.key in charts:
        parts.append(_chart(charts[question.key]))
    if question.shares:
        words = t.text("answers.table", question=question.short)
        parts.append(html.Details([html.Summary(words), _scroller(_table(question, t), words)]))
    return [html.Div(parts, className="question", **{"data-question": question.key})]


def _scroller(table: Any, label: str) -> Any:
    """A room in which a wide table is moved sideways, by keyboard too."""
    named = {"role": "region", "aria-label": label, "data-scrolls-x": "true"}
    return html.Div(table, className="table-scroll", tabIndex="0", **named)


def _table(question: QuestionView, t: Translator) -> Any:
    beside = any(share.beside for share in question.shares)
    heads: list[Any] = [
        html.Th(t.text("answers.option"), scope="col"),
        html.Th(t.text("answers.all"), scope="col", className="number"),
        html.Th(t.text("answers.count"), scope="col", className="number"),
    ]
    for column in question.columns:
        small = html.Span(column.n, className="n")
        heads.append(html.Th([column.label, " ", small], scope="col", className="number"))
    if beside:
        heads.append(html.Th(t.text("answers.given_out"), scope="col", className="number"))
    rows = []
    for i, share in enumerate(question.shares):
        cells: list[Any] = [
            html.Th(share.label, scope="row"),
            html.Td(share.text, className="number"),
            html.Td(share.count, className="number"),
        ]
        for column in question.columns:
            cells.append(html.Td(column.texts[i] if column.texts else "–", className="number"))
        if beside:
            cells.append(html.Td(share.beside or "–", className="number"))
        rows.append(html.Tr(cells))
    caption = html.Caption(question.text)
    return html.Table(
        [caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain-table"
    )


def _panels(panels: tuple[BenchmarkPanel, ...], t: Translator) -> Any:
    return html.Section(
        [
            html.H3(t.text("answers.benchmarks")),
            html.P(t.text("answers.benchmarks_note"), className="lead"),
            html.Div([_panel(panel, t) for panel in panels], className="benchmarks"),
        ],
        className="answer-group",
        **{"data-group": "benchmarks"},
    )


def _panel(panel: BenchmarkPanel, t: Translator) -> Any:
    rows = [
        html.Tr(
            [
                html.Th(each.period, scope="row"),
                html.Td(each.value, className="number"),
                html.Td(each.n, className="number"),
                html.Td([each.wording, html.Span(each.source, className="n source")]),
            ]
        )
        for each in panel.benchmarks
    ]
    head = html.Tr(
        [
            html.Th(t.text(f"answers.benchmark.{key}"), scope="col", className=look)
            for key, look in (("period", ""), ("value", "number"), ("n", "number"), ("wording", ""))
        ]
    )
    table = html.Table(
        [html.Caption(panel.title), html.Thead(head), html.Tbody(rows)], className="plain-table"
    )
    return html.Div([_scroller(table, panel.title), html.P(panel.own, className="card")])


def _open(answers: tuple[OpenAnswers, ...], t: Translator) -> Any:
    blocks = []
    for each in answers:
        blocks.append(html.H4(each.question))
        blocks.append(html.Ul([html.Li(text) for text in each.texts], className="open-answers"))
    return html.Section(
        [
            html.H3(t.text("answers.open")),
            html.P(t.text("answers.open_note"), className="lead"),
            *blocks,
        ],
        className="answer-group",
        **{"data-group": "open"},
    )
