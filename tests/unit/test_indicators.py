"""Every indicator of visits, worked by hand on the toy country."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from geodata.indicators import VISIT_INDICATORS, Polarity, Unit, VisitIndicator, all_indicators
from geodata.questionnaire import proposed_questionnaire
from geodata.vocabulary import Family
from tests import world

INDICATORS = {indicator.key: indicator for indicator in VISIT_INDICATORS}

# id, day, planned, status, district, locality, inspectorate, contacts, women, men
VISITS = (
    (1, 0, 0, "done", "MD-SO", "S1", "IP-SO", 100, 60, 40),
    (2, 1, 1, "done", "MD-SO", "S2", "IP-SO", 50, None, None),
    (3, 1, 1, "done", "MD-SO", "S1", "IP-SO", 30, 10, 20),
    (4, 2, 1, "moved", "MD-BA", "B1", "IP-BA", 25, 25, 0),
    (5, 0, 0, "cancelled", "MD-BA", "B1", "IP-BA", None, None, None),
    (6, 2, 2, "done", "MD-DR", "D1", "IP-DR", None, None, None),
    (7, 0, None, "done", "MD-CU", "C1", "I1", 80, 0, 80),
    (8, 1, 1, "done", "MD-CU", "C2", "I2", 20, 12, 8),
    (9, 2, 2, "planned", "MD-GA", "G1", "J1", None, None, None),
    (10, 0, 0, "done", "MD-BD", "X1", "IP-BD", 500, 250, 250),
    (11, -1, 0, "moved", "MD-GA", "G2", "J2", 70, 35, 35),
)
HANDOUTS = (
    (1, "leaflet", 200),
    (2, "leaflet", 90),
    (4, "leaflet", 0),
    (5, "leaflet", 33),
    (1, "pen", 7),
    (8, "reflective_strip", 15),
)
SCREENINGS = ((1, "Film A", 2), (1, "Film B", 1), (4, "Film A", 0))
ROWS = ("MD-BA", "MD-SO", "MD-DR", "MD-CU", "MD-GA", "MD-BD")


def compute(key: str, first: int = 0, last: int = 2, visits: Iterable = VISITS) -> pd.DataFrame:
    cube = world.visit_cube(visits, HANDOUTS, SCREENINGS).window(first, last)
    return INDICATORS[key].compute(cube)


def check(table: pd.DataFrame, **expected: tuple) -> None:
    """Compare `district -> (status, value, n)`; the shorthand leaves out `MD-`."""
    assert table.index.tolist() == list(ROWS)
    for short, (status, value, n) in expected.items():
        row = table.loc[f"MD-{short}"]
        assert row["status"] == status, short
        if value is None:
            assert np.isnan(row["value"]) and row["n"] == 0, short
        else:
            assert (row["value"], row["n"]) == (value, n), short


OUT = ("out_of_scope", None, 0)
NO_VISIT = ("ok", 0, 0)
NO_DATA = ("no_data", None, 0)


def test_reach_rate() -> None:
    # Soroca 100 + 50 + 30 = 180 of 20,000: 9.0; Bălți 25 of 10,000: 2.5; Chișinău 100 of
    # 50,000: 2.0. In Drochia somebody was, but nobody counted. Gagauzia's visit was moved to a
    # day before the campaign. Bender's 500 do not count.
    check(
        compute("reach_rate"),
        BA=("ok", 2.5, 25),
        SO=("ok", 9.0, 180),
        DR=NO_DATA,
        CU=("ok", 2.0, 100),
        GA=NO_VISIT,
        BD=OUT,
    )


def test_reach_rate_is_rounded_to_one_decimal() -> None:
    # 33 of 8,000 is 4.125.
    row = (1, 0, 0, "done", "MD-DR", "D1", "IP-DR", 33, None, None)
    check(compute("reach_rate", visits=[row]), DR=("ok", 4.1, 33))


def test_reach_rate_of_a_window_counts_its_days_at_both_ends() -> None:
    check(compute("reach_rate", 0, 0), SO=("ok", 5.0, 100), BA=NO_VISIT, DR=NO_VISIT)
    check(compute("reach_rate", 1, 1), SO=("ok", 4.0, 80), CU=("ok", 0.4, 20))
    check(compute("reach_rate", 1, 2), SO=("ok", 4.0, 80), BA=("ok", 2.5, 25), DR=NO_DATA)


def test_contacts_count_the_visits_at_which_they_were_counted() -> None:
    check(
        compute("contacts"),
        SO=("ok", 180, 3),
        BA=("ok", 25, 1),
        CU=("ok", 100, 2),
        DR=NO_DATA,
        GA=NO_VISIT,
        BD=OUT,
    )


def test_contacts_by_sex_count_only_where_sex_was_recorded() -> None:
    # Visit 2 recorded no sex: Soroca's women are 60 + 10 at two visits, not three. A recorded
    # zero (Bălți's men, Chișinău's women of visit 7) is a number.
    check(compute("contacts_women"), SO=("ok", 70, 2), BA=("ok", 25, 1), CU=("ok", 12, 2))
    check(compute("contacts_men"), SO=("ok", 60, 2), BA=("ok", 0, 1), CU=("ok", 88, 2))
    check(compute("contacts_men"), DR=NO_DATA, GA=NO_VISIT, BD=OUT)
    # On day 1 Soroca has both a visit with and one without.
    check(compute("contacts_women", 1, 1), SO=("ok", 10, 1))


def test_handouts_of_visits_that_took_place() -> None:
    # The 33 leaflets of the cancelled visit were not given out. Bălți's 0 was written down;
    # in Drochia and Chișinău nobody wrote anything.
    check(
        compute("leaflets"),
        SO=("ok", 290, 2),
        BA=("ok", 0, 1),
        DR=NO_DATA,
        CU=NO_DATA,
        GA=NO_VISIT,
        BD=OUT,
    )
    check(compute("pens"), SO=("ok", 7, 1), BA=NO_DATA)
    check(compute("reflective_strips"), CU=("ok", 15, 1), SO=NO_DATA)


def test_a_quantity_that_nobody_wrote_down_is_not_zero() -> None:
    cube = world.visit_cube(VISITS, [(1, "leaflet", None), (4, "leaflet", 5)])
    check(INDICATORS["leaflets"].compute(cube), SO=NO_DATA, BA=("ok", 5, 1))


def test_screenings_add_up_over_titles() -> None:
    check(compute("screenings"), SO=("ok", 3, 1), BA=("ok", 0, 1), CU=NO_DATA, GA=NO_VISIT)


def test_localities_visited() -> None:
    # Soroca S1 (twice) and S2 of 40: 5 %; Bălți 1 of 4: 25 %; Drochia 1 of 25: 4 %; Chișinău
    # 2 of 50: 4 %. That nothing was counted in Drochia does not matter: somebody was there.
    check(
        compute("localities_visited"),
        SO=("ok", 5.0, 3),
        BA=("ok", 25.0, 1),
        DR=("ok", 4.0, 1),
        CU=("ok", 4.0, 2),
        GA=NO_VISIT,
        BD=OUT,
    )


def test_residents_visited_is_a_lower_bound() -> None:
    # Soroca S1 (1,000, visited twice, counted once) and S2 (600) of 20,000: 8 %. Bălți 9,000
    # of 10,000: 90 %. Of Drochia's and Chișinău's visited localities no census is known.
    check(
        compute("residents_visited"),
        SO=("ok", 8.0, 3),
        BA=("ok", 90.0, 1),
        DR=NO_DATA,
        CU=NO_DATA,
        GA=NO_VISIT,
        BD=OUT,
    )


def test_residents_visited_counts_an_unknown_locality_as_nothing() -> None:
    row = (12, 0, 0, "done", "MD-SO", "S9", "IP-SO", 5, None, None)
    check(compute("residents_visited", visits=[*VISITS, row]), SO=("ok", 8.0, 4))


def test_inspectorates_visited() -> None:
    # Chișinău two of five: 40 %. Gagauzia has none in scope here. A visit by an inspectorate
    # that does not serve the district, or by none, visits none.
    check(
        compute("inspectorates_visited"),
        SO=("ok", 100, 3),
        BA=("ok", 100, 1),
        CU=("ok", 40, 2),
        GA=NO_DATA,
        BD=OUT,
    )
    strange = [
        (1, 0, 0, "done", "MD-SO", "S1", "IP-BA", 1, None, None),
        (2, 0, 0, "done", "MD-BA", "B1", None, 1, None, None),
    ]
    check(compute("inspectorates_visited", visits=strange), SO=("ok", 0, 1), BA=("ok", 0, 1))


def test_days_present() -> None:
    # Soroca on days 0 and 1 (two visits on the second count once).
    check(
        compute("days_present"),
        SO=("ok", 2, 3),
        BA=("ok", 1, 1),
        CU=("ok", 2, 2),
        DR=("ok", 1, 1),
        GA=NO_VISIT,
        BD=OUT,
    )
    check(compute("days_present", 1, 1), SO=("ok", 1, 2), BA=NO_VISIT)


def test_visits_done() -> None:
    # Bălți: one cancelled, one moved: 1 of 2. Gagauzia: one still planned, one moved out of
    # the campaign (it took place): 1 of 2. Chișinău: of its two visits one was planned: 1 of 1.
    check(
        compute("visits_done"),
        SO=("ok", 100, 3),
        BA=("ok", 50, 2),
        DR=("ok", 100, 1),
        CU=("ok", 100, 1),
        GA=("ok", 50, 2),
        BD=OUT,
    )


def test_visits_done_goes_by_the_day_that_was_promised() -> None:
    # Bălți's moved visit was promised for day 1 and took place on day 2.
    check(compute("visits_done", 1, 1), BA=("ok", 100, 1))
    check(compute("visits_done", 2, 2), BA=NO_DATA, GA=("ok", 0, 1))
    check(compute("visits_done", 0, 0), BA=("ok", 0, 1), CU=NO_DATA)


@pytest.mark.parametrize("key", INDICATORS)
def test_every_district_stands_there_once_whatever_happened(key: str) -> None:
    for visits in (VISITS, VISITS[:1], ()):
        table = compute(key, visits=visits)
        assert table.index.tolist() == list(ROWS)
        assert table.index.name == "district_code"
        shown = table["status"] == "ok"
        assert table["value"].notna().tolist() == shown.tolist()
        assert (table["n"][~shown] == 0).all()
        assert table["numerator"].notna().tolist() == shown.tolist()


@pytest.mark.parametrize("key", [k for k in INDICATORS if k not in ("visits_done",)])
def test_no_visit_is_zero_and_not_missing(key: str) -> None:
    table = compute(key, visits=())
    nobody_serves = key == "inspectorates_visited"
    for code in ROWS[:5]:
        if nobody_serves and code == "MD-GA":
            continue
        assert (table.loc[code, "status"], table.loc[code, "value"]) == ("ok", 0)


@pytest.mark.parametrize("key", ["contacts", "leaflets", "screenings", "contacts_women"])
def test_disjoint_periods_add_up(key: str) -> None:
    whole = compute(key)["value"].fillna(0)
    parts = sum(compute(key, day, day)["value"].fillna(0) for day in range(3))
    assert whole.tolist() == parts.tolist()


def test_districts_without_residents_have_no_rate() -> None:
    cube = world.visit_cube(VISITS)
    cube.places.in_scope[world.BENDER] = True
    table = INDICATORS["reach_rate"].compute(cube)
    assert table.loc["MD-BD", "status"] == "no_data"


def test_the_registry_is_in_the_order_of_the_screen() -> None:
    families = [i.family for i in all_indicators(proposed_questionnaire())]
    assert families == sorted(families, key=list(Family).index)
    keys = [i.key for i in all_indicators(proposed_questionnaire())]
    assert len(keys) == len(set(keys)) > 20
    assert keys[0] == "reach_rate"


def test_survey_indicators_follow_the_questionnaire() -> None:
    form = proposed_questionnaire()
    by_key = {i.key: i for i in all_indicators(form) if not isinstance(i, VisitIndicator)}
    for question in form.questions:
        if question.kind.startswith("likert"):
            share, balance = by_key[f"{question.key}_favourable"], by_key[f"{question.key}_balance"]
            assert share.favourable == balance.favourable == question.favourable
            assert len(question.favourable) == 2
            assert balance.unfavourable == question.unfavourable and not share.unfavourable
            # Don't-knows are out of the base, the neutral answer of five stays in.
            assert share.base == balance.base == question.valid
            assert len(share.base) == int(question.kind.removeprefix("likert"))
            assert (share.unit, balance.unit) == (Unit.PERCENT, Unit.POINTS)
    assert by_key["knows_officer"].favourable == form.question("knows_officer").positive


def test_more_of_what_is_given_out_is_not_better() -> None:
    # Dose delivered and plain counts are not for judging; rates and coverage are.
    judged = {key for key, i in INDICATORS.items() if i.polarity is Polarity.MORE}
    assert judged == {"reach_rate"} | {k for k, i in INDICATORS.items() if i.family == "coverage"}
