"""Margins as loaded: of the country or of what it is made of, joint or one by one."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.margins import KNOWN_BY, Margins, build_margins
from geodata.vocabulary import AGE_GROUPS

DISTRICTS, REGIONS = ("MD-BA", "MD-SO"), ("nord",)
Row = tuple[str, str, str, str, int]


def margins(*rows: Row, source: str = "made up") -> Margins:
    found = build_margins(table(rows, source), DISTRICTS, REGIONS)
    assert found is not None
    return found


def table(rows: tuple[Row, ...], source: str = "made up") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", *KNOWN_BY, "residents"]).assign(source=source)


def test_nothing_loaded_is_no_margins() -> None:
    assert build_margins(table(()), DISTRICTS, REGIONS) is None


def test_margins_one_by_one() -> None:
    found = margins(
        ("MD", "female", "", "", 52),
        ("MD", "male", "", "", 48),
        ("MD", "", "", "urban", 40),
        ("MD", "", "", "rural", 60),
    )
    assert found.of("sex") == {"female": 52, "male": 48}
    assert found.of("age_group") is None
    assert list(found.cover) == [("sex",), ("residence",)]
    assert found.totals == (100, 100)
    assert found.sources == ("made up",)
    assert found.districts == {}


def test_a_joint_margin_goes_first_and_says_each_of_its_parts() -> None:
    joint = [
        ("MD", sex, "", where, n)
        for sex, where, n in (
            ("female", "urban", 22),
            ("female", "rural", 30),
            ("male", "urban", 18),
            ("male", "rural", 30),
        )
    ]
    found = margins(*joint, ("MD", "female", "", "", 1), ("MD", "male", "", "", 1))
    assert list(found.cover) == [("sex", "residence")]
    assert found.of("sex") == {"female": 52, "male": 48}
    assert found.of("residence") == {"urban": 40, "rural": 60}


def test_of_two_joint_margins_that_overlap_the_second_gives_what_is_left() -> None:
    ages = [("MD", "female", age, "", 10) for age in AGE_GROUPS]
    homes = [("MD", "", age, "urban", 7) for age in AGE_GROUPS]
    homes += [("MD", "", age, "rural", 3) for age in AGE_GROUPS]
    found = margins(*ages, *homes)
    assert list(found.cover) == [("sex", "age_group"), ("residence",)]
    assert found.cover[("residence",)] == {("urban",): 35, ("rural",): 15}


@pytest.mark.parametrize("units", [DISTRICTS, REGIONS])
def test_the_country_is_added_up_where_every_part_of_it_is_given(units: tuple[str, ...]) -> None:
    rows = [(unit, sex, "", "", n) for unit in units for sex, n in (("female", 30), ("male", 20))]
    found = margins(*rows)
    assert found.of("sex") == {"female": 30 * len(units), "male": 20 * len(units)}


def test_the_country_is_not_added_up_from_some_of_its_districts() -> None:
    found = margins(("MD-BA", "female", "", "", 30), ("MD-BA", "male", "", "", 20))
    assert found.of("sex") is None
    assert found.districts == {}


def test_the_country_s_own_margin_goes_before_a_sum() -> None:
    rows = [(unit, "female", "", "", 30) for unit in DISTRICTS]
    assert margins(*rows, ("MD", "female", "", "", 61)).of("sex") == {"female": 61}


def test_residents_of_districts_come_from_their_plainest_margin() -> None:
    rows = [("MD-BA", "", "", "", 90), ("MD-BA", "female", "", "", 50)]
    found = margins(*rows, ("MD-SO", "female", "", "", 40), ("MD-SO", "male", "", "", 35))
    assert found.districts == {"MD-BA": 90, "MD-SO": 75}


@pytest.mark.parametrize(("ages", "adults"), [(AGE_GROUPS, False), (AGE_GROUPS[1:], True)])
def test_margins_without_14_to_17_are_of_adults(ages: tuple[str, ...], adults: bool) -> None:
    found = margins(*(("MD", "", age, "", 10) for age in ages))
    assert found.adults_only is adults
    assert found.ages == ("18+" if adults else "14+")


def test_margins_that_say_no_age_are_not_taken_for_adults() -> None:
    found = margins(("MD", "female", "", "", 10))
    assert not found.adults_only
    assert found.ages == ""


def test_margins_of_different_populations_have_different_totals() -> None:
    found = margins(("MD", "female", "", "", 120), ("MD", "", "", "rural", 100))
    assert found.totals == (100, 120)
