"""Findings: what is said stands in the view that proves it, and nothing is said that does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.state import EVERYBODY, View, parse_view
from dashboard.viewmodels.findings import Finding, describe_findings
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.legend import describe_legend
from dashboard.viewmodels.plan import describe_plan
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.summary import summarise
from dashboard.viewmodels.table import describe_table
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level, Mode
from tests import world
from tests.browser.expected import read_rows
from tests.browser.views import random_views

SHARE = "trust_police_favourable"
OF_ANSWERS = ("claim", "beside", "modes", "groups", "statuses", "visited")
OF_VISITS = ("claim", "visited", "most_contacts", "busiest", "plan")


def found(
    lang: str = "en", published: Published | None = None, **changes: Any
) -> dict[str, Finding]:
    published = published or world.illustrative().published
    view = View(lang, **{"last": len(published.document["days"]) - 1, **changes})
    return {each.key: each for each in describe_findings(view, published, translators()[lang])}


def proof(finding: Finding) -> View:
    return parse_view(finding.address, world.illustrative().published, "ro")


def check_proof(finding: Finding, view: View) -> None:
    """What the sentence says is what the view that it leads to says."""
    published, shown = world.illustrative().published, proof(finding)
    t = translators()[view.lang]
    reading = read(shown, published)
    hero = describe_hero(shown, reading, published, t)
    legend = {row.klass: row.count for row in describe_legend(shown, reading, published, t)}
    said = finding.text
    assert shown.lang == view.lang
    if finding.key in ("claim", "beside"):
        assert hero.value in said or hero.value == "–"
        assert hero.note.split(",")[0].split(";")[0] in finding.note
    elif finding.key == "modes":
        assert shown.page == "answers" and shown.part == EVERYBODY
        for mode in Mode:
            own = read(shown.to(part=str(mode)), published).total
            assert f"n\u00a0=\u00a0{t.number(own['n'])}" in said
    elif finding.key == "groups":
        column = [c.key for c in describe_table(shown, published, t).columns].index("group")
        rows = describe_table(shown, published, t).rows
        for row in rows:
            stands_out = row.cells[column] in (t.text("group.a"), t.text("group.b"))
            assert row.cells[0] not in said or stands_out
        compared = sum(row.cells[column] != "–" for row in rows)
        assert t.text("finding.groups.compared", some=compared, all=35) in finding.note
    elif finding.key == "statuses" and not read(view, published).stepped:
        fit = sum(count for klass, count in legend.items() if klass in "01234")
        few = legend["f"]
        for number in (fit, few, *([sum(legend[k] for k in "sna")])):
            assert str(number) in said
        assert set(shown.classes) == {k for k in "fsna" if legend[k]}
    elif finding.key == "visited":
        assert str(legend["z"]) in said and (legend["z"] == 0 or shown.classes == ("z",))
    elif finding.key == "most_contacts":
        rows = describe_table(shown, published, t).rows
        assert f"{rows[0].cells[0]} {rows[0].cells[1]}" in said
    elif finding.key == "busiest":
        summary = summarise(shown, reading, published)
        assert t.plural("count.contacts", summary.contacts) in said
    elif finding.key == "plan":
        assert describe_plan(shown, published, t).value in said


def test_every_finding_of_many_views_is_proved_by_the_view_it_leads_to() -> None:
    source = world.illustrative()
    indicators = list(source.published.document["indicators"])
    queries = random_views(200, indicators, read_rows(source.settings.store_url))
    seen: set[str] = set()
    for query in queries:
        view = parse_view(query, source.published, "ro")
        findings = describe_findings(view, source.published, translators()[view.lang])
        assert 3 <= len(findings) <= 5, query
        assert len({each.key for each in findings}) == len(findings)
        order = OF_ANSWERS if read(view, source.published).is_opinion else OF_VISITS
        assert [each.key for each in findings] == [k for k in order if k in
                                                   {each.key for each in findings}]  # fmt: skip
        for each in findings:
            check_proof(each, view)
            assert each.text.endswith(".") and not each.text.endswith("..")
        seen |= {each.key for each in findings}
    assert seen == set(OF_ANSWERS) | set(OF_VISITS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_has_its_n_unless_nothing_is_shown(lang: str) -> None:
    for indicator in ("reach_rate", SHARE, "trust_police_balance", "days_present"):
        for each in found(lang, indicator=indicator).values():
            assert "n\u00a0=\u00a0" in each.note, each


def test_that_no_district_stands_out_is_a_finding() -> None:
    said = found(indicator=SHARE)["groups"]
    assert said.text.startswith("Of 16 districts compared, none can be told from the rest")


def _with_groups(letters: str) -> Published:
    published = world.illustrative().published
    about = published.document["indicators"][SHARE]
    changed = about | {"groups": letters}
    indicators = published.document["indicators"] | {SHARE: changed}
    return replace(published, document=published.document | {"indicators": indicators})


def test_who_stands_out_is_named_and_the_rest_is_counted() -> None:
    about = world.illustrative().published.document["indicators"][SHARE]
    compared = [i for i, letter in enumerate(about["groups"]) if letter == "e"]
    for above, below, names in ((1, 1, 2), (4, 0, 3)):
        letters = list(about["groups"])
        for i in compared[:above]:
            letters[i] = "a"
        for i in compared[above : above + below]:
            letters[i] = "b"
        said = found(published=_with_groups("".join(letters)), indicator=SHARE)["groups"].text
        assert said.startswith("Against the rest of the country, among those who answered: above: ")
        assert ("; below: " in said) == (below > 0)
        assert (", 1 more" in said) == (above > names)
        assert f"; {16 - above - below} districts cannot be told apart." in said


def test_groups_and_modes_are_of_the_whole_campaign_and_of_everybody_only() -> None:
    for changes in ({"last": 3}, {"part": "online"}, {"districts": ("MD-SO",)}):
        keys = set(found(indicator=SHARE, **changes))
        assert not keys & {"groups", "modes"} and "beside" in keys
    assert "groups" not in found(indicator="trust_police_balance")


def test_days_that_carry_no_districts_say_so() -> None:
    given = found(indicator=SHARE, first=2, last=3)
    assert "not by district" in given["statuses"].text
    assert proof(given["statuses"]).level is Level.DISTRICT


def test_nothing_is_claimed_where_nothing_is_shown() -> None:
    hidden = next(
        code
        for code, letter in zip(
            world.illustrative().published.document["districts"],
            read(View("en", SHARE, last=6, level=Level.DISTRICT), world.illustrative().published)
            .frame["s"],
            strict=True,
        )
        if letter == "s"
    )  # fmt: skip
    given = found(indicator=SHARE, districts=(hidden,))
    assert given["claim"].text.startswith("Trust in the police: too few answers")
    assert "n\u00a0=" not in given["claim"].note + given["statuses"].note


def test_a_tie_is_no_order() -> None:
    """Days and districts with the same contacts are not put before one another."""
    published = world.illustrative().published
    visits = [
        visit | {"contacts": None if visit["contacts"] is None else 10}
        for visit in published.document["visits"]
    ]
    even = replace(published, document=published.document | {"visits": visits})
    by_district: dict[int, int] = {}
    for visit in visits:
        if visit["contacts"] and visit["day"] == 0 and visit["status"] in ("done", "moved"):
            by_district[visit["district"]] = by_district.get(visit["district"], 0) + 10
    assert len(set(by_district.values())) == 1, "all alike on the first day"
    assert not {"most_contacts", "busiest"} & set(found(published=even, last=0))


FORMS = {
    "ro": {1: "Din 1 raion comparat,", 2: "Din 2 raioane comparate", 20: "Din 20 de raioane"},
    "ru": {2: "из 2 сравнённых районов", 21: "из 21 сравнённого района"},
    "en": {1: "Of 1 district compared,", 2: "Of 2 districts compared"},
}


@pytest.mark.parametrize("lang", FORMS)
def test_counts_stand_in_the_right_form(lang: str) -> None:
    count = len(world.illustrative().published.document["districts"])
    statuses = world.illustrative().published.document["indicators"][SHARE]["whole"]["all"]
    shown = [i for i, n in enumerate(statuses["district"]["n"]) if n is not None]
    for number, words in FORMS[lang].items():
        letters = ["-"] * count
        for i in shown[:number]:
            letters[i] = "e"
        said = found(lang, _with_groups("".join(letters)), indicator=SHARE)["groups"].text
        assert words in said, said
