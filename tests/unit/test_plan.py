"""Plan and done: promises on their day, visits on theirs, and what is unknown stays unknown."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.plan_charts import FATES, draw_plan, draw_progress
from dashboard.figures.routes_svg import STYLES, draw_routes, draw_sample
from dashboard.pages import render_page
from dashboard.state import View, parse_view
from dashboard.theme import THEMES, read_tokens
from dashboard.viewmodels.plan import PlanPage, add_up, describe_plan
from dashboard.viewmodels.plan_facts import (
    Counts,
    Handouts,
    count_by_centre,
    count_by_day,
    count_other_days,
    measure_handouts,
    measure_progress,
)
from dashboard.viewmodels.routes import describe_routes, describe_routes_map
from dashboard.viewmodels.visits_download import describe_visits_download
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Item
from tests import world
from tests.planned import busier


def view(lang: str = "en", **changes: Any) -> View:
    return View(lang, **{"last": 2, "page": "plan", **changes})


def page(lang: str = "en", published: Published | None = None, **changes: Any) -> PlanPage:
    return describe_plan(view(lang, **changes), published or busier(), translators()[lang])


def test_a_promise_counts_on_its_day_and_a_visit_on_the_day_it_took_place() -> None:
    # Day 0: Soroca done; L1394 cancelled there. Bender is out of scope.
    # Day 1: Soroca, and Chișinău where no inspectorate is named, done; Bălți's two promises: one
    # moved to day 2, one cancelled; Soroca's second promise waits.
    # Day 2: Bălți moved here; Gagauzia done; Chișinău waits.
    assert count_by_day(view(), busier()) == [
        Counts(planned=2, done=1, cancelled=1),
        Counts(planned=5, done=2, cancelled=1, waiting=1),
        Counts(planned=2, done=1, moved=1, waiting=1),
    ]
    assert count_other_days(view(), busier()) == Counts(planned=1, cancelled=1)
    assert count_other_days(view(last=1), busier()) == Counts()


def test_centres_add_up_to_the_days() -> None:
    by_centre = count_by_centre(view(), busier())
    assert list(by_centre) == ["CM-1", "CM-2", ""], "what was not written down comes last"
    assert by_centre["CM-1"] == Counts(planned=4, done=2, cancelled=1, waiting=1)
    days = [*count_by_day(view(), busier()), count_other_days(view(), busier())]
    assert add_up(list(by_centre.values())) == add_up(days)


@pytest.mark.parametrize("first", range(7))
def test_the_illustrative_plan_adds_up_too(first: int) -> None:
    published = world.illustrative().published
    for last in range(first, 7):
        asked = view(first=first, last=last)
        days = count_by_day(asked, published)
        centres = count_by_centre(asked, published)
        assert add_up(days) == add_up(list(centres.values()))
        held = sum(c.done + c.moved for c in days)
        visits = published.document["visits"]
        assert held == sum(
            v["status"] in ("done", "moved") and first <= v["day"] <= last for v in visits
        )


def test_districts_narrow_the_plan() -> None:
    only = view(districts=("MD-BA",))
    assert add_up(count_by_day(only, busier())) == Counts(planned=2, moved=1, cancelled=1)
    # Out of scope, chosen or not, nothing is counted.
    assert add_up(count_by_day(view(districts=("MD-BD",)), busier())) == Counts()


def test_progress_is_localities_and_the_target_is_the_whole_campaign_s() -> None:
    progress = measure_progress(view(), busier())
    # L1393 on day 0; L1394 and L0385 on day 1; L0047 and L0699 on day 2. Bender is out of scope.
    assert progress.visited_by_day == (1, 3, 5)
    # Of the campaign's days the plan names L1393, L1394, L0047, L0048, L0385, L0699 and L0384.
    assert (progress.planned, progress.target) == (7, 4)
    assert measure_progress(view(first=1), busier()).target is None
    assert measure_progress(view(districts=("MD-SO",)), busier()).target is None
    # A locality visited twice counts once.
    assert measure_progress(view(districts=("MD-SO",)), busier()).visited_by_day == (1, 2, 2)
    assert page().share == 5 / 4 and page().plan_share == 7 / 4
    assert "40" not in page().caption and "4 localities" in page().caption
    assert page(first=1).share is None and "whole campaign" in page(first=1).note


def test_handouts_planned_used_and_left() -> None:
    # Leaflets. Soroca: 200 of 150, and 100 without a plan. Bălți moved: 80 meant, none noted.
    # Cancelled in Bălți: 50 meant, so 50 left. Waiting in Soroca: 50 left. Left: -50 + 50 + 50.
    # Gagauzia and Chișinău wrote nothing down, nor did Bălți.
    leaflets, pens = measure_handouts(view(), busier())
    assert leaflets == Handouts(Item.LEAFLET, planned=330, used=300, left=50, unknown=3)
    assert (pens.item, pens.planned, pens.used, pens.left) == (Item.PEN, 0, 0, 0)
    assert pens.unknown == 4
    (day,) = measure_handouts(view(first=2), busier())
    assert day == Handouts(Item.LEAFLET, planned=80, used=None, left=None, unknown=2)
    grid = page(first=2).handouts
    assert grid is not None and grid.rows[0].cells[1:] == ("80", "–", "–", "2")


def test_a_campaign_without_handouts_or_visits_has_a_page(tmp_path: Any) -> None:
    nothing = dict.fromkeys(("visits", "handouts", "screenings", "responses", "answers"))
    published = world.build_quickly(world.open_store(tmp_path, **nothing))
    for lang in LANGUAGES:
        asked = view(lang)
        assert describe_plan(asked, published, translators()[lang]).handouts is None
        text = str(render_page(asked, published, translators()[lang], "dark"))
        assert translators()[lang].text("plan.no_routes") in text


def test_routes_follow_days_and_hours() -> None:
    t = translators()["en"]
    routes = describe_routes(view(), busier(), t)
    assert [(r.letter, r.name) for r in routes] == [
        ("A", "CM-1"), ("B", "CM-2"), ("–", t.text("plan.no_centre")),
    ]  # fmt: skip
    assert [day.day for day in routes[0].days] == ["Mo 8", "Tu 9"]
    assert routes[0].stops == "2 stops", "a promise is not a stop"
    words = {word for route in routes for day in route.days for _, _, word in day.places}
    assert words == {"", "planned", "cancelled"}
    for route in routes:
        for day in route.days:
            for _, address, _ in day.places:
                assert parse_view(address, busier(), "ro").pin.startswith("MD-")
    (only,) = describe_routes(view(first=2, districts=("MD-GA",)), busier(), t)
    assert (only.letter, only.stops) == ("A", "1 stop")


def test_the_drawing_joins_what_was_held_and_escapes_names() -> None:
    t = translators()["ro"]
    drawing = describe_routes_map(view("ro", pin="MD-SO"), busier(), t)
    svg = draw_routes(drawing)
    # CM-1 held two stops in scope, CM-2 three; those without a centre are not joined.
    lines = re.findall(r'<polyline class="route-line dash-(\d)" points="([^"]+)"', svg)
    assert [(dash, len(points.split())) for dash, points in lines] == [("0", 2), ("1", 3)]
    assert svg.count('class="route-stop') == sum(len(line.stops) for line in drawing.lines)
    assert svg.count("not-held") == 5
    assert t.text("band.watermark") in svg
    assert len(re.findall(r"data-shape=", svg)) == 37
    assert svg.count(" chosen") == 1
    stop = drawing.lines[0].stops[0]
    hostile = type(stop)("A", 1, 1, '<img src=x onerror="1">', True, "MD-SO")
    line = type(drawing.lines[0])(0, (hostile,))
    assert "<img" not in draw_routes(
        type(drawing)(9, 9, drawing.grounds, (line,), '"><script>')
    ).replace("&lt;img", "")
    assert draw_sample(-1) == "" and f"dash-{1 % STYLES}" in draw_sample(1 + STYLES)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("days", [1, 7, 40])
def test_plotly_takes_the_charts(theme: str, days: int) -> None:
    tokens = read_tokens()[theme]
    names = [f"lu {i}" for i in range(days)]
    fates = {key: [i % 3 for i in range(days)] for key in FATES}
    hostile = "<b>$x$</b>"
    plan = draw_plan([2] * days, fates, names, tokens, hostile)
    progress = draw_progress(list(range(days)), [3] * days, 40, names, tokens, "")
    for figure in (plan, progress):
        go.Figure(figure)
    assert "<b>" not in str(plan) and "$" not in str(plan)
    assert progress["layout"]["shapes"][0]["y0"] == 40
    assert "shapes" not in draw_progress([1], [1], None, ["x"], tokens, "")["layout"]
    # Each fate has a look of its own even without colour.
    looks = {
        (bar["marker"]["pattern"]["shape"], bar["marker"]["color"]) for bar in plan["data"][1:]
    }
    assert len(looks) == len(FATES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_the_charts_show(lang: str) -> None:
    t = translators()[lang]
    plan = page(lang)
    for row, counts in zip(plan.by_day.rows, plan.counts, strict=False):
        assert row.cells[1:6] == tuple(
            str(n)
            for n in (counts.planned, counts.done, counts.moved, counts.cancelled, counts.waiting)
        )
    assert plan.by_day.rows[-1].total and plan.by_day.rows[-2].cells[0] == t.text("plan.other_days")
    shown = str(render_page(view(lang), busier(), t, "light"))
    assert t.text("band.watermark") in shown
    for words in (*plan.by_day.head, *plan.by_centre.head, plan.by_day.caption, plan.download):
        assert words in shown


def test_the_file_has_a_row_for_every_visit_of_the_view() -> None:
    t = translators()["en"]
    download = describe_visits_download(view(), busier(), t, {})
    # Every visit but Bender's; what nobody wrote down is empty.
    assert len(download.rows) == 10
    head = list(download.head)
    rows = [dict(zip(head, row, strict=True)) for row in download.rows]
    moved = next(row for row in rows if row["Status"] == t.text("plan.status.moved"))
    assert (moved["Planned day"], moved["Day of the visit"]) == ("2021-11-09", "2021-11-10")
    assert (moved["Leaflets, planned"], moved["Leaflets, given out"]) == (80, None)
    day = describe_visits_download(view(first=0, last=0), busier(), t, {})
    assert {row[0] for row in day.rows} == {"2021-11-08"}
    # A moved visit is of both days.
    both = [describe_visits_download(view(first=d, last=d), busier(), t, {}) for d in (1, 2)]
    assert all(any(row[4] == moved["Locality"] for row in each.rows) for each in both)
