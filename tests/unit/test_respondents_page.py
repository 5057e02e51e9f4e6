"""The page of who answered, in words: figures, reasons, and the switch to weighted shares."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.components.respondents import render_respondents
from dashboard.state import View
from dashboard.viewmodels.respondents import Breakdown, Respondents, describe_respondents
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from geodata.weighted_shares import Refusal
from tests import world

SEX = {
    "shown": True, "codes": ["female", "male"], "n": [33, 17], "unknown": 10, "share": [66, 34],
    "census": [52, 48], "compared": "", "by_mode": {"online": [20, 10, 0],
    "face-to-face": [13, 7, 10]},
}  # fmt: skip
RAKED = {
    "refused": "", "margins": [["sex", "residence"], ["age_group"]], "ages": "14+",
    "sources": ["Made up"], "effective_n": 52, "largest": 1.7,
    "shares": {"trust_police_favourable": {
        "raw": 44, "raked": 41, "n": 58, "effective_n": 50, "lo": 28, "hi": 55}},
}  # fmt: skip
ABOUT = {
    "not_asked": ["residence"], "margin_missing": ["sex", "age_group"],
    "margins_apart": [2_360_000, 2_400_000], "margin_empty": [["male", "60+"]],
    "sample_empty": [["14-17"]],
}  # fmt: skip


def published(weighting: dict[str, Any] | None = None, **changes: Any) -> Published:
    """The toy campaign with margins loaded, as its publication would be."""
    document = world.toy().document
    found = document["respondents"] | {"n": 60, "s": "o", "sources": ["Made up"], "ages": "14+"}
    found["by"] = found["by"] | {"sex": SEX}
    found["districts"] = found["districts"] | {"compared": "not_in_margins"}
    return Published(
        "x", document | {"respondents": found | changes, "weighting": weighting or RAKED}
    )


def describe(lang: str = "en", weighted: bool = False, **changes: Any) -> Respondents:
    view = View(lang, last=2, page="respondents", weighted=weighted)
    return describe_respondents(view, published(**changes), translators()[lang])


def part(page: Respondents, key: str) -> Breakdown:
    return next(each for each in page.breakdowns if each.key == key)


def test_respondents_stand_beside_residents_and_modes_beside_each_other() -> None:
    sex = part(describe(), "sex")
    assert sex.table is not None
    assert sex.table.columns == (
        "Sex", "Respondents", "n", "Residents", "Difference", "Online", "Face to face",
    )  # fmt: skip
    assert sex.table.rows == (
        ("women", "66%", "33", "52%", "+14 pp", "67%", "65%"),
        ("men", "34%", "17", "48%", "−14 pp", "33%", "35%"),
        ("did not say", "–", "10", "–", "–", "–", "–"),
    )
    assert sex.notes == ()


def test_without_margins_the_column_is_absent_and_the_page_says_why() -> None:
    view = View("en", last=6, page="respondents")
    real = world.illustrative().published
    page = describe_respondents(view, real, translators()["en"])
    assert "no population was loaded" in page.leads[1]
    assert translators()["en"].text("nav.data") in page.leads[1]
    for each in page.breakdowns:
        assert each.table is not None
        assert "Residents" not in each.table.columns
    assert page.weighting is not None
    assert page.weighting.switch is None
    assert page.weighting.lines[0].startswith("There are no weighted figures")
    assert page.watermark == "ILLUSTRATIVE DATA"


def test_the_page_says_whom_the_margins_are_about() -> None:
    assert describe().leads[1] == "Residents: Made up; aged 14 and over."
    assert "aged 18 and over" in describe(ages="18+").leads[1]
    assert "does not say of what age" in describe(ages="", sources=[]).leads[1]


def test_a_breakdown_that_may_not_be_shown_says_so() -> None:
    found = published().document["respondents"]["by"] | {"sex": {"shown": False}}
    sex = part(describe(by=found), "sex")
    assert sex.table is None
    assert sex.notes == ("Not shown: one of the parts would have fewer than 10 forms.",)


def test_young_people_have_no_share_beside_adults() -> None:
    ages = {
        "shown": True, "codes": ["14-17", "60+"], "n": [20, 40], "unknown": 0,
        "share": [None, 100], "census": [None, 100], "compared": "", "by_mode": None,
    }  # fmt: skip
    by = published().document["respondents"]["by"] | {"age_group": ages}
    age = part(describe(by=by), "age_group")
    assert age.table is not None
    assert age.table.rows[0] == ("14–17", "–", "20", "–", "–")
    assert age.notes[0] == "Shares are of those aged 18 and over, as in the population loaded."
    assert "side by side" in age.notes[1]


def test_a_hidden_district_says_its_status_where_the_count_would_be() -> None:
    district = part(describe(), "district")
    assert district.table is not None
    rows = {row[0]: row[1:] for row in district.table.rows}
    # 40 of 99 forms are Bălți's; Drochia's 5 are hidden; Bender is out of scope.
    assert rows["Bălți"] == ("40.4%", "40")
    assert rows["Drochia"] == ("–", "hidden, too few answers")
    assert len(rows) == 5
    assert "does not have every district" in district.notes[1]


def test_too_few_forms_are_not_told_and_no_forms_are() -> None:
    hidden = describe(n=None, s="s")
    assert hidden.leads == ("There are fewer than 10 forms: nothing is shown of who answered.",)
    assert (hidden.breakdowns, hidden.weighting) == ((), None)
    assert describe(n=None, s="n").leads == ("Nobody has answered yet.",)


def test_weighted_shares_are_off_until_asked_for() -> None:
    off = describe().weighting
    assert off is not None and off.table is None and off.switch is not None
    assert off.switch == (
        "Show weighted figures beside the raw ones",
        "?lang=en&page=respondents&weighted=1",
    )
    on = describe(weighted=True).weighting
    assert on is not None and on.switch is not None and on.table is not None
    assert on.switch[1] == "?lang=en&page=respondents"
    assert on.lines[0] == (
        "Weighted (raked) by: sex, residence, age group. The 60 forms say as much as 52 of equal "
        "weight (effective n, Kish); the largest weight is 1.7."
    )
    assert on.table.rows == (("Trust in the police", "44%", "41%", "−3 pp", "58", "50"),)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_is_a_sentence(lang: str, reason: Refusal) -> None:
    refused = {"refused": str(reason), "about": ABOUT.get(str(reason), [])}
    weighting = describe(lang, weighted=True, weighting=refused).weighting
    assert weighting is not None
    assert (weighting.table, weighting.switch) == (None, None)
    (line,) = weighting.lines
    assert line.endswith(".") and "{" not in line


def test_a_refusal_names_what_it_is_about() -> None:
    def line(reason: str) -> str:
        refused = {"refused": reason, "about": ABOUT[reason]}
        weighting = describe(weighting=refused).weighting
        assert weighting is not None
        return weighting.lines[0]

    assert line("margins_apart").endswith("of 2,360,000 and of 2,400,000 residents.")
    assert line("margin_empty").endswith("has no residents for: men + 60 and over.")
    assert line("margin_missing").endswith("does not say: sex, age group.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_plain_tables_marked_as_illustrative(lang: str) -> None:
    page = describe(lang, weighted=True)
    text = json.dumps(render_respondents(page).to_plotly_json(), default=_plain, ensure_ascii=False)
    assert page.watermark in text
    assert text.count('"role": "table"') == len(page.breakdowns) + 1
    assert '"data-view": "true"' in text


def _plain(component: Any) -> Any:
    return component.to_plotly_json()
