"""Charts: plotly takes them, names stay text, and illustrative figures are marked inside."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from dashboard.figures.charts import draw_answers, draw_days, pick_days
from dashboard.theme import THEMES, read_tokens


@pytest.mark.parametrize("theme", THEMES)
def test_plotly_takes_every_figure(theme: str) -> None:
    tokens = read_tokens()[theme]
    days = draw_days([0, 2, 1], ["lu 8", "ma 9", "mi 10"], tokens, "DATE ILUSTRATIVE")
    answers = draw_answers(["Da", "Nu"], [60.0, 40.0], ["#000", "#fff"], tokens, "")
    for figure in (days, answers):
        go.Figure(figure)  # raises where a property or a value is not plotly's
    assert days["data"][0]["y"] == [0, 2, 1]
    assert sum(bar["x"][0] for bar in answers["data"]) == 100
    assert days["data"][0]["marker"]["color"] == tokens["bar"]


def test_a_chart_of_no_visits_has_room() -> None:
    figure = draw_days([0], ["lu 8"], read_tokens()["light"], "")
    assert figure["layout"]["yaxis"]["range"][1] > 0


def test_the_mark_stands_inside_the_chart() -> None:
    tokens = read_tokens()["light"]
    marked = draw_days([1], ["lu 8"], tokens, "DATE ILUSTRATIVE")
    assert marked["layout"]["annotations"][0]["text"] == "DATE ILUSTRATIVE"
    assert draw_days([1], ["lu 8"], tokens, "")["layout"]["annotations"] == []


def test_names_are_text() -> None:
    tokens = read_tokens()["light"]
    hostile = "<b>$x^2$</b> & co"
    figure = draw_answers([hostile], [100.0], ["#000"], tokens, hostile)
    written = json.dumps(figure)
    assert "<b>" not in written and "$" not in written


def test_a_click_on_a_column_names_the_campaign_s_day() -> None:
    tokens = read_tokens()["light"]
    days = pick_days(draw_days([0, 2, 1], ["mi 10", "joi 11", "vi 12"], tokens, ""), 2)
    go.Figure(days)
    assert [trace["customdata"] for trace in days["data"]] == [[2, 3, 4]]
    assert days["layout"]["hovermode"] == "x"  # a day without a visit can be clicked as well
