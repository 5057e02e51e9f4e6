"""The sentence of state, the hero and sums over chosen districts, in words worked by hand."""

from __future__ import annotations

import pytest

from dashboard.state import View
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.sentence import describe_sentence
from dashboard.viewmodels.summary import Summary, summarise
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level, Status
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"
BALANCE = "trust_police_balance"
NBSP = "\u00a0"


def view(lang: str = "en", **changes) -> View:
    return View(lang, **{"last": 2, **changes})


def say(given: View) -> str:
    t = translators()[given.lang]
    return str(describe_sentence(given, read(given, TOY), TOY, t))


def hero(given: View):
    t = translators()[given.lang]
    return describe_hero(given, read(given, TOY), TOY, t)


def summary(**changes) -> Summary:
    given = view(**changes)
    return summarise(given, read(given, TOY), TOY)


def test_reach_in_three_languages() -> None:
    # In scope 4 visits took place (Bender's is out), 30 + 150 contacts, in 3 of 5 districts.
    said = {language: say(view(language)) for language in LANGUAGES}
    assert "4 visits, 180 contacts" in said["en"] and "3 of 5" in said["en"]
    assert "4 vizite" in said["ro"] and "180 de contacte" in said["ro"]
    assert "4 визита" in said["ru"] and "180 контактов" in said["ru"]


def test_a_day_is_named() -> None:
    assert "Tuesday 9 November" in say(view(first=1, last=1))
    assert "marți, 9 noiembrie" in say(view("ro", first=1, last=1))
    assert "8–9 November" in say(view(first=0, last=1))
    assert "1 visit, 50 contacts" in say(view(first=1, last=1))


def test_the_survey_says_how_many_answered_and_how_many_are_hidden() -> None:
    said = say(view(indicator=SHARE, level=Level.DISTRICT))
    # 44 % of 91; Soroca and Drochia are hidden.
    assert "44%" in said
    assert "91 answers" in said
    assert "2" in said.split("91 answers")[1]


def test_a_coarser_level_is_said_and_the_period_with_it() -> None:
    said = say(view(indicator=SHARE, first=0, last=0))
    assert "Monday 8 November" in said
    t = translators()["en"]
    assert t.text("sentence.by_country") in said
    chosen = say(view(indicator=SHARE, level=Level.REGION))
    assert t.text("sentence.by_region_chosen") in chosen


def test_a_mode_over_narrowed_days_says_that_it_is_of_the_whole_campaign() -> None:
    t = translators()["en"]
    words = t.text("sentence.part_whole", part=t.text("mode.online"))
    assert words in say(view(indicator=SHARE, first=0, last=0, part="online"))


def test_a_hidden_figure_is_not_claimed() -> None:
    given = view(indicator=SHARE, districts=("MD-SO", "MD-DR"))
    said = say(given)
    assert "%" not in said
    assert hero(given).value == "–" and hero(given).note == ""
    assert summary(indicator=SHARE, districts=("MD-SO", "MD-DR")).value is None


def test_a_choice_adds_shown_cells_only_and_says_what_is_hidden() -> None:
    # Bălți 16 of 32 and Chișinău 0 of 30: 16 of 62 is 25.8 %. Drochia's 5 are not in it.
    found = summary(indicator=SHARE, districts=("MD-BA", "MD-CU", "MD-DR"))
    assert (found.value, found.n, found.numerator, found.dont_know) == (26, 62, 16, 8)
    assert found.units == 3 and found.counts[Status.SUPPRESSED] == 1


def test_a_balance_over_a_choice_nets_both_sides() -> None:
    # Bălți 16 - 16 = 0, Chișinău 0 - 30: -30 of 62 is -48.4.
    found = summary(indicator=BALANCE, districts=("MD-BA", "MD-CU"))
    assert (found.value, found.n) == (-48, 62)


def test_a_rate_over_a_choice_is_of_its_own_residents() -> None:
    # Bălți and Soroca: 180 of 102,457 + 77,656 = 180,113: 0.999, so 1.0.
    found = summary(indicator="reach_rate", districts=("MD-BA", "MD-SO"))
    assert (found.value, found.numerator, found.denominator) == (1.0, 180, 180_113)


def test_days_over_a_choice_count_a_day_once() -> None:
    # Bălți on day 2, Gagauzia on day 2: one day, though each has one.
    found = summary(indicator="days_present", districts=("MD-BA", "MD-GA"))
    assert found.value == 1 and found.visits == 2


def test_a_choice_out_of_scope_has_no_figure() -> None:
    for key in ("reach_rate", "contacts", "localities_visited", "days_present"):
        assert summary(indicator=key, districts=("MD-BD",)).value is None, key


@pytest.mark.parametrize("key", [SHARE, BALANCE])
def test_few_answers_all_alike_stay_masked_when_chosen_alone(key: str) -> None:
    # Gagauzia has 12 answers, all favourable: the map says "over 90".
    assert summary(indicator=key, districts=("MD-GA",)).value == ">90"
    assert "100" not in hero(view(indicator=key, districts=("MD-GA",))).value


@pytest.mark.parametrize("published", [TOY, world.illustrative().published], ids=["toy", "real"])
def test_one_chosen_district_says_what_the_map_says(published) -> None:
    document = published.document
    last = len(document["days"]) - 1
    for key in document["indicators"]:
        whole = View("en", key, 0, last, level=Level.DISTRICT)
        reading = read(whole, published)
        for i, code in enumerate(reading.codes):
            if reading.frame["s"][i] != "o":
                continue
            one = whole.to(districts=(code,))
            assert summarise(one, reading, published).value == reading.frame["v"][i], (key, code)


def test_all_districts_chosen_come_to_the_country() -> None:
    published = world.illustrative().published
    document = published.document
    everywhere = tuple(document["districts"])
    for key, about in document["indicators"].items():
        if about["kind"] == "visits":
            whole = View("en", key, 0, 6)
            reading = read(whole, published)
            chosen = summarise(whole.to(districts=everywhere), reading, published)
            assert chosen.value == summarise(whole, reading, published).value, key


def test_n_is_always_said() -> None:
    for lang in LANGUAGES:
        for key in TOY.document["indicators"]:
            said = hero(view(lang, indicator=key))
            assert said.value == "–" or "n" in said.note, (lang, key)


def test_no_row_no_claim() -> None:
    # In the toy campaign only trust was asked: the others have no answer at all.
    said = say(view(indicator="safe_day_favourable"))
    assert "%" not in said
