"""The detail panel: one unit's figure with n, its visits, handouts, inspectorates, answers."""

from __future__ import annotations

import pytest

from dashboard.state import View
from dashboard.viewmodels.detail import Detail, describe_detail
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"


def detail(pin: str, lang: str = "en", **changes) -> Detail:
    view = View(lang, **{"last": 2, "pin": pin, **changes})
    found = describe_detail(view, TOY, translators()[lang])
    assert found is not None
    return found


def test_nothing_pinned_nothing_said() -> None:
    assert describe_detail(View("en", last=2), TOY, translators()["en"]) is None


def test_a_district_s_reach() -> None:
    found = detail("MD-SO")
    assert found.title == "Soroca"
    assert "1.9" in found.value
    assert "150 contacts" in found.note and "77,656" in found.note
    assert found.visits_title == "2 visits"
    assert found.visits_by_day == (1, 1, 0)
    # Leaflets 200 + 100, pens 0, screenings 1 + 2; no strip was written down.
    assert found.handouts == (("300", "leaflets"), ("0", "pens"), ("3", "screenings"))
    # 300 leaflets at 150 contacts: two each.
    assert "2.0" in found.handouts_note
    assert found.reason == ""
    assert found.answers == ()


def test_an_outcome_for_every_visit() -> None:
    lines = detail("MD-BA").visits
    t = translators()["en"]
    assert [line.took_place for line in lines] == [False, True]
    assert lines[0].outcome == t.text("detail.status.cancelled")
    assert lines[1].outcome.startswith("30 (")
    assert detail("MD-CU").visits[0].outcome == t.text("detail.status.planned")
    assert detail("MD-GA").visits[0].outcome == t.text("detail.contacts_unknown")


def test_days_narrow_visits_and_handouts() -> None:
    found = detail("MD-SO", first=1, last=1)
    assert found.visits_title == "1 visit"
    assert found.visits_by_day == (0, 1, 0)
    assert found.handouts == (("100", "leaflets"),)


def test_a_visit_that_was_moved_out_of_the_days_is_not_one_of_them() -> None:
    # Bălți's visit was promised for day 1 and took place on day 2, with 30 contacts. On day 1
    # the map counts no visit; the panel may list the promise, but must not count it as done.
    found = detail("MD-BA", first=1, last=1)
    assert found.visits_title == "0 visits"
    assert found.visits_by_day == (0, 0, 0)
    assert found.handouts == ()


def test_a_district_s_opinion() -> None:
    found = detail("MD-BA", indicator=SHARE)
    assert found.value == "50%"
    assert "32" in found.note and "8" in found.note
    # Shares of 32: 12, 4, 16, 0; "don't know" is outside the base.
    assert [round(a.percent, 1) for a in found.answers] == [37.5, 12.5, 50.0, 0.0]
    assert [a.side for a in found.answers] == ["favourable"] * 2 + ["unfavourable"] * 2
    assert len({a.token for a in found.answers}) == 4
    # Face to face 12 of 12, online 4 of 20: few, side by side.
    assert [(m.value, m.n) for m in found.modes] == [
        ("over 90%", "n\u00a0=\u00a012"),
        ("20%", "n\u00a0=\u00a020"),
    ]
    assert "0" in found.balance  # 16 favourable, 16 not


def test_few_answers_all_alike_are_masked_in_every_part() -> None:
    found = detail("MD-GA", indicator=SHARE)
    assert found.value == "over 90%"
    assert [a.text for a in found.answers] == ["over 90%"] + ["under 10%"] * 3
    assert "100" not in found.balance


@pytest.mark.parametrize("pin", ["MD-SO", "MD-DR"])
def test_a_hidden_district_gives_its_reason_and_no_number(pin: str) -> None:
    found = detail(pin, indicator=SHARE)
    assert found.value == "–" and found.note == "" and found.answers == ()
    assert "10" in found.reason
    assert not any(mode.n for mode in found.modes)


def test_out_of_scope_is_said() -> None:
    t = translators()["en"]
    assert detail("MD-BD").reason == t.text("detail.out_of_scope_reason", least=10)


def test_a_district_while_the_survey_stands_at_the_country() -> None:
    found = detail("MD-BA", indicator=SHARE, first=0, last=0)
    assert found.value == "–"
    assert found.reason == translators()["en"].text("sentence.by_country")
    assert found.answers == ()


@pytest.mark.parametrize("indicator", ["reach_rate", SHARE])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pinned_region_stays_pinned_on_a_map_of_districts(indicator: str, lang: str) -> None:
    """Pin a region, then go to reach: the link is good, the panel must be too."""
    found = detail("nord", lang, indicator=indicator)
    assert found.title
    if indicator == SHARE:  # the region's own figure, as on a map of regions
        assert found.value == detail("nord", lang, indicator=SHARE, level=Level.REGION).value
    else:
        assert found.value == "–"
        assert found.reason == translators()[lang].text("detail.other_level")


def test_a_region_s_opinion() -> None:
    found = detail("nord", indicator=SHARE, level=Level.REGION)
    # 12 + 4 + 12 favourable of 32 + 12 + 5: 57 %.
    assert found.value == "57%" and "49" in found.note
    assert found.visits_title == "3 visits"


def test_inspectorates_are_those_of_the_record() -> None:
    assert len(detail("MD-CU").inspectorates) == 1
    assert len(detail("MD-GA").inspectorates) == 2
    assert detail("MD-BD").inspectorates == ()


def test_the_teaser_leads_to_opinion_and_hides_what_is_hidden() -> None:
    assert "50%" in detail("MD-BA").teaser
    assert "%" not in detail("MD-DR").teaser
    assert detail("MD-BA", indicator=SHARE).teaser == ""
