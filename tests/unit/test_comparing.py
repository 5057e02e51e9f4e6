"""Comparisons: which two sides, what is taken from what, and when there is no difference."""

from __future__ import annotations

import pytest

from dashboard.state import DRAWN_BY_BROWSER, View, format_view, parse_view
from dashboard.viewmodels.comparing import Comparison, describe_comparison, sides_of
from dashboard.viewmodels.reading import read
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

PUBLISHED = world.illustrative().published
TOY = world.toy()
SHARE = "trust_police_favourable"
DAYS = "from=2021-11-08&to=2021-11-11&against=days:2021-11-12..2021-11-14"
MODES = "mode=online&against=part:face-to-face"


def parse(query: str) -> View:
    return parse_view(f"?page=compare&{query}", PUBLISHED, "en")


def compare(query: str) -> Comparison:
    found = describe_comparison(parse(query), PUBLISHED, translators()["en"])
    assert found is not None
    return found


@pytest.mark.parametrize(
    "against",
    [
        "days:2021-11-12..2021-11-14",
        "part:online",
        "part:sex:female",
        "indicator:contacts",
        "district:MD-BA,MD-SO",
    ],
)
def test_the_other_side_is_in_the_address(against: str) -> None:
    view = parse(f"against={against}")
    assert view.against == against
    assert format_view(view, PUBLISHED, "en") == f"?page=compare&against={against}"


@pytest.mark.parametrize(
    "against",
    [
        "days:2021-11-14..2021-11-12",
        "days:2021-11-12",
        "days:..",
        "part:all",
        "part:telepathy",
        "indicator:nothing",
        "district:MD-XX",
        "district:",
        "lang:ru",
        "constructor:x",
        ":",
        "x",
    ],
)
def test_junk_is_no_other_side(against: str) -> None:
    view = parse(f"against={against}")
    assert view.against == ""
    assert sides_of(view, PUBLISHED) is None


def test_differences_of_visits_are_of_what_both_frames_show() -> None:
    found = compare(f"indicator=contacts&{DAYS}")
    assert found.reason == ""
    sides = sides_of(parse(f"indicator=contacts&{DAYS}"), PUBLISHED)
    assert sides is not None
    frames = [read(side, PUBLISHED).frame for side in sides]
    rows = {row.code: row for row in found.rows}
    codes = PUBLISHED.document["districts"]
    assert rows.keys() == set(codes)
    for i, code in enumerate(codes):
        one, other = (frame["v"][i] for frame in frames)
        wanted = None if one is None or other is None else one - other
        assert rows[code].size == wanted
        assert (rows[code].klass == "-") is (wanted is None)
        if wanted:
            assert (rows[code].klass in "34") is (wanted > 0)
    assert found.total is not None and found.total.difference == "+2,042"
    sizes = [abs(row.size) for row in found.rows if row.size is not None]
    assert sizes == sorted(sizes, reverse=True)
    assert "More in A in 18 of 35 districts, more in B in 9." in found.finding


def test_turned_sides_turn_every_sign_and_judgement() -> None:
    straight = compare(f"indicator={SHARE}&level=district&{MODES}")
    turned = compare(f"indicator={SHARE}&level=district&mode=face-to-face&against=part:online")
    other = {row.code: row for row in turned.rows}
    coloured = 0
    for row in straight.rows:
        mirror = other[row.code]
        assert row.size == (None if mirror.size is None else -mirror.size)
        assert row.klass == {"0": "4", "1": "3", "3": "1", "4": "0"}.get(mirror.klass, mirror.klass)
        coloured += row.klass in "0134"
    assert coloured == 1  # Chișinău, by design of this sample's noise


def test_only_distinguishable_differences_of_the_survey_are_coloured() -> None:
    found = compare(f"indicator={SHARE}&level=district&{MODES}")
    letters = PUBLISHED.document["indicators"][SHARE]["differences"]["online~face-to-face"]
    index = PUBLISHED.district_index
    for row in found.rows:
        letter = letters["district"][index[row.code]]
        assert (row.klass in "0134") is (letter in "ab"), row.code
        assert (row.klass == "2") is (letter == "e"), row.code


def test_periods_of_the_survey_meet_at_a_level_that_carries_both() -> None:
    sides = sides_of(parse(f"indicator={SHARE}&level=district&{DAYS}"), PUBLISHED)
    assert sides is not None
    levels = {str(read(side, PUBLISHED).level) for side in sides}
    assert levels == {"region"}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (f"indicator={SHARE}&mode=online&against=part:sex:female", "share respondents"),
        (f"indicator={SHARE}&against=part:online", "share respondents"),
        (f"indicator={SHARE}&against=days:2021-11-12..2021-11-14", "share days"),
        (f"indicator={SHARE}&against=indicator:trust_officer_favourable", "same people"),
        (f"indicator=trust_police_balance&{MODES}", "balances"),
        (f"indicator={SHARE}&against=indicator:contacts", "different units"),
        ("against=indicator:reach_rate", "the same"),
        ("district=MD-BA&against=district:MD-SO", "different districts"),
    ],
)
def test_where_no_difference_can_be_said_the_page_says_why(query: str, word: str) -> None:
    found = compare(query)
    assert word in found.reason and found.finding == found.reason
    assert all(row.klass == "-" and row.size is None for row in found.rows)
    assert found.legend == ()


def test_visits_have_no_respondents() -> None:
    view = parse("against=part:online")
    assert sides_of(view, PUBLISHED) is None
    assert describe_comparison(view, PUBLISHED, translators()["en"]) is None


def test_two_groups_of_districts_add_shown_cells_only() -> None:
    frame = PUBLISHED.document["indicators"][SHARE]["whole"]["all"]["district"]
    index = PUBLISHED.district_index
    hidden = next(c for c in PUBLISHED.document["districts"] if frame["s"][index[c]] == "s")
    found = compare(f"indicator={SHARE}&district=MD-BA,MD-SO,{hidden}&against=district:MD-CU")
    assert found.sides[1].label == "Chișinău"
    n = sum(frame["n"][index[code]] for code in ("MD-BA", "MD-SO"))
    assert found.sides[0].note.startswith(f"n\u00a0=\u00a0{n}, ")
    assert found.sides[0].note.endswith("; 1 hidden")
    assert found.rows == () and found.total is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_speaks_every_language(lang: str) -> None:
    assert "compare" in DRAWN_BY_BROWSER
    for published in (PUBLISHED, TOY):
        days = published.document["days"]
        for against in (
            f"days:{days[-1]}..{days[-1]}",
            "part:online",
            "indicator:contacts",
            "district:MD-CU",
        ):
            for indicator in ("reach_rate", SHARE, "trust_police_balance", "days_present"):
                query = f"?page=compare&indicator={indicator}&to={days[0]}&against={against}"
                view = parse_view(query, published, lang)
                found = describe_comparison(view, published, translators()[lang])
                assert (found is None) is (
                    against.startswith("part") and indicator in ("reach_rate", "days_present")
                )
                assert found is None or (found.finding and str(found.sentence))
