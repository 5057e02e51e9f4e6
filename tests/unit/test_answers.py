"""The answers page: the publication's distributions in words, and nothing that is hidden."""

from __future__ import annotations

import json
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard.figures.answers import draw_scales, draw_several
from dashboard.pages.answers import render_answers_page
from dashboard.state import View
from dashboard.theme import read_tokens
from dashboard.viewmodels.answers import AnswersView, QuestionView, describe_answers
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from tests import world

TOY = world.toy()
REAL = world.illustrative().published


def answers(published: Published = REAL, lang: str = "en", **changes) -> AnswersView:
    last = len(published.document["days"]) - 1
    view = View(lang, **{"last": last, "page": "answers", **changes})
    return describe_answers(view, published, translators()[lang])


def question(page: AnswersView, key: str) -> QuestionView:
    return next(q for group in page.groups for q in group.questions if q.key == key)


def test_figures_worked_by_hand() -> None:
    # Bălți: 12 very much, 4 somewhat, 16 not much of 32; 8 don't know.
    trust = question(answers(TOY, pin="MD-BA"), "trust_police")
    assert [share.text for share in trust.shares] == ["38%", "12%", "50%", "0%"]
    assert [share.count for share in trust.shares] == ["12", "4", "16", "0"]
    assert trust.headline == "50% favourable, balance 0 pp"
    assert trust.n.replace("\u00a0", " ") == "n = 32; “don't know” 8 (20%), outside the base"
    assert [c.label for c in trust.columns] == ["face to face", "online"]
    # Face to face all 12 said the same: few answers, so the ends are masked.
    assert trust.columns[0].texts == ("over 90%", "under 10%", "under 10%", "under 10%")


def test_what_may_not_be_shown_says_why_and_no_number() -> None:
    for pin in ("MD-DR", "MD-BD"):
        trust = question(answers(TOY, pin=pin), "trust_police")
        assert not trust.shares and not trust.columns and not trust.n and not trust.headline
        assert trust.reason, pin
    few = question(answers(TOY, pin="MD-GA"), "trust_police")
    assert few.status and "12" in few.reason
    assert [share.text for share in few.shares] == ["over 90%"] + ["under 10%"] * 3


def test_every_item_of_the_questionnaire_is_there() -> None:
    page = answers()
    keys = [q.key for group in page.groups for q in group.questions]
    assert keys == list(REAL.document["questions"])
    assert {"knowledge", "trust", "safety", "police_quality", "priorities", "suggestions",
            "participation", "exposure"} == {group.key for group in page.groups}  # fmt: skip
    assert all(q.shares and q.n for group in page.groups for q in group.questions)
    assert page.proposal


def test_a_question_leads_to_its_map_with_the_selection() -> None:
    page = answers(pin="MD-SO", districts=("MD-SO",), classes=("z",))
    links = {q.key: q.address for group in page.groups for q in group.questions}
    assert links["trust_police"] == (
        "?lang=en&indicator=trust_police_favourable&district=MD-SO&pin=MD-SO"
    )
    assert "" in links.values(), "a question that no map shows has no way to one"


def test_several_answers_come_by_share_of_those_who_answered() -> None:
    for key in ("cooperation", "problems"):
        several = question(answers(), key)
        frame = REAL.document["distributions"][key]["parts"]["all"]["country"]
        percents = [share.percent for share in several.shares]
        assert percents == sorted(percents, reverse=True) and sum(percents) > 100
        top = several.shares[0]
        assert top.percent == pytest.approx(100 * max(frame["o"][0]) / frame["n"][0])
        assert several.n.endswith(translators()["en"].number(frame["n"][0]))


def test_what_was_received_stands_beside_what_was_given_out() -> None:
    shares = {share.label: share.beside for share in question(answers(), "materials").shares}
    leaflets = sum(
        visit["leaflets"] or 0
        for visit in REAL.document["visits"]
        if visit["status"] in ("done", "moved")
        and REAL.document["in_scope"][visit["district"]]
        and visit["day"] >= 0
    )
    given = [beside for beside in shares.values() if beside]
    assert translators()["en"].plural("count.leaflets", leaflets) in given
    assert len(given) == 4


def test_days_are_followed_where_they_carry_the_unit() -> None:
    country = question(answers(first=2, last=2), "trust_police")
    window = REAL.document["distributions"]["trust_police"]["windows"]["2-2"]["country"]
    assert country.shares[0].count == translators()["en"].number(window["o"][0][0])
    assert not country.columns  # modes are of the whole campaign
    district = question(answers(first=2, last=2, pin="MD-SO"), "trust_police")
    assert not district.shares and "whole campaign" in district.reason


def test_a_part_is_said_and_has_no_modes_beside_it() -> None:
    page = answers(part="sex:female")
    assert "women" in page.lead and not page.pooled
    trust = question(page, "trust_police")
    frame = REAL.document["distributions"]["trust_police"]["parts"]["sex:female"]["country"]
    assert [s.count for s in trust.shares] == [str(n) for n in frame["o"][0][:-1]]
    assert not trust.columns


def test_published_figures_stand_beside_the_adults_and_for_the_country_only() -> None:
    page = answers()
    titles = [panel.title for panel in page.panels]
    assert any("Trust in the police" in title for title in titles)
    panel = next(p for p in page.panels if p.title.startswith("Trust in the police"))
    adults = REAL.document["distributions"]["trust_police"]["parts"]["adults"]["country"]
    assert translators()["en"].number(adults["n"][0]) in panel.own
    assert "39.5%" in [b.value for b in panel.benchmarks]
    for each in panel.benchmarks:
        assert each.period and each.n and each.wording and each.source
    assert "margin" not in json.dumps([p.own for p in page.panels]).lower()
    assert answers(pin="MD-SO").panels == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pin", ["", "nord", "MD-SO", "MD-BD"])
def test_it_is_marked_in_every_chart_and_every_language(lang: str, pin: str) -> None:
    view = View(lang, last=6, page="answers", pin=pin)
    page = answers(lang=lang, pin=pin)
    assert page.watermark
    shown = [q for group in page.groups for q in group.questions if q.shares]
    tokens = read_tokens()["dark"]
    scales = [q for q in shown if q.kind == "scale"]
    figures = [draw_scales(scales, tokens, page.watermark)] if scales else []
    figures += [draw_several(q, tokens, page.watermark) for q in shown if q.kind == "several"]
    for figure in figures:
        go.Figure(figure)  # plotly itself finds every property
        assert any(a["text"] == page.watermark for a in figure["layout"]["annotations"])
    assert render_answers_page(view, REAL, translators()[lang], "light") is not None


def test_bars_of_a_question_touch_and_come_to_a_hundred() -> None:
    shown = [q for g in answers().groups for q in g.questions if q.kind == "scale"]
    figure = draw_scales(shown, read_tokens()["light"], "")
    for row in range(len(shown)):
        bars = [bar for bar in figure["data"] if bar["y"] == [-row]]
        spans = sorted((bar["base"][0], bar["base"][0] + bar["x"][0]) for bar in bars)
        assert spans[-1][1] - spans[0][0] == pytest.approx(100, abs=0.1)
        for (_, end), (start, _) in pairwise(spans):
            assert start == pytest.approx(end, abs=0.05)
    good = [bar for bar in figure["data"] if bar["y"] == [0] and bar["base"][0] >= 0]
    assert [bar["name"] for bar in good] == ["Yes"]


def test_names_with_markup_are_text() -> None:
    share = question(answers(), "trust_police").shares[0]
    hostile = QuestionView("q", "t", "", "<b>&$x$", "scale", "", "", "", "", (share,), ())
    figure = draw_scales([hostile], read_tokens()["light"], "")
    texts = [a["text"] for a in figure["layout"]["annotations"]]
    assert texts == ["&lt;b&gt;&amp;&#36;x&#36;"]
