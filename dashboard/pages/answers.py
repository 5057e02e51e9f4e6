"""The answers page: every question for the country, or for the pinned region or district."""

from __future__ import annotations

from typing import Any

from dashboard.components.answers import render_answers
from dashboard.figures.answers import draw_scales, draw_several
from dashboard.state import View
from dashboard.theme import read_tokens
from dashboard.viewmodels.answers import describe_answers
from geodata.i18n import Translator
from geodata.publication import Published


def render_answers_page(view: View, published: Published, t: Translator, theme: str) -> Any:
    """Render the answers of the view, a chart for each group of questions."""
    answers = describe_answers(view, published, t)
    tokens = read_tokens()[theme]
    charts = {}
    for group in answers.groups:
        scales = [q for q in group.questions if q.kind == "scale" and q.shares]
        if scales:
            charts[group.key] = draw_scales(scales, tokens, answers.watermark)
        for question in group.questions:
            if question.kind == "several" and question.shares:
                charts[question.key] = draw_several(question, tokens, answers.watermark)
    return render_answers(answers, charts, t)
