"""The gateway: thresholds, partitions, and what could be had by taking away."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.disclosure import TOTAL, Nesting, Shown, carries, control, status_of
from geodata.vocabulary import Status
from tests.world import (
    BALTI,
    CHISINAU,
    COUNTRY,
    DROCHIA,
    GAGAUZIA,
    NESTING,
    NORTH,
    R_CHISINAU,
    R_GAGAUZIA,
    SOROCA,
)


def gathered(districts: list[list[int]], nowhere: list[int] | None = None) -> np.ndarray:
    """Parts by district (six rows) and of nobody's district, added up to all ten units."""
    own = np.array(districts)
    rest = np.zeros(own.shape[1], dtype=int) if nowhere is None else np.array(nowhere)
    regions = [own[:3].sum(axis=0), own[3], own[4]]
    return np.vstack([own, *regions, own.sum(axis=0) + rest])


def shown_of(
    days: list[list[int]], nowhere: list[int] | None = None, least: int = 10
) -> tuple[Shown, np.ndarray]:
    """Control a total with its days; returns the flags and the totals by unit."""
    parts = gathered(days, nowhere)
    total = parts.sum(axis=1)
    return control({TOTAL: total[:, None], "days": parts}, NESTING, least), total


def units_shown(shown: Shown, name: str = TOTAL) -> list[int]:
    return np.flatnonzero(shown[name]).tolist()


@pytest.mark.parametrize(
    ("base", "status"),
    [(0, "no_data"), (10, "few"), (29, "few"), (30, "ok"), (1_000, "ok")],
)
def test_a_shown_base_says_what_it_can_bear(base: int, status: str) -> None:
    assert status_of(base, True, 30) == Status(status)


@pytest.mark.parametrize("base", [0, 1, 9, 10, 30])
def test_a_hidden_base_is_suppressed_whatever_it_is(base: int) -> None:
    assert status_of(base, False, 30) is Status.SUPPRESSED


@pytest.mark.parametrize(("base", "is_shown"), [(0, 1), (1, 0), (9, 0), (10, 1), (29, 1), (30, 1)])
def test_thresholds_of_a_district(base: int, is_shown: int) -> None:
    # Chișinău is its region too; the others are large, so nothing else needs hiding but what
    # the country minus the shown ones would give away.
    shown, _ = shown_of([[100], [100], [100], [base], [100], [0]])
    assert shown[TOTAL][CHISINAU] == shown[TOTAL][R_CHISINAU] == bool(is_shown)


def test_the_threshold_can_be_raised() -> None:
    shown, _ = shown_of([[100], [100], [19], [100], [100], [0]], least=20)
    assert not shown[TOTAL][DROCHIA]
    shown, _ = shown_of([[100], [100], [20], [100], [100], [0]], least=20)
    assert shown[TOTAL][DROCHIA]


def test_region_minus_its_shown_districts_gives_no_small_base() -> None:
    # North 100 + 50 + 5 = 155; with 100 and 50 shown, 5 would be left: Soroca (50) goes too.
    shown, _ = shown_of([[100], [50], [5], [100], [100], [0]])
    assert units_shown(shown) == [
        BALTI,
        CHISINAU,
        GAGAUZIA,
        5,
        NORTH,
        R_CHISINAU,
        R_GAGAUZIA,
        COUNTRY,
    ]


def test_two_small_districts_that_come_to_enough_hide_nobody_else() -> None:
    # North 100 + 4 + 6: what is left is 10, so Bălți stays.
    shown, _ = shown_of([[100], [4], [6], [100], [100], [0]])
    assert shown[TOTAL][BALTI] and not shown[TOTAL][SOROCA] and not shown[TOTAL][DROCHIA]


def test_country_minus_its_regions_gives_no_small_base() -> None:
    # Gagauzia has 7 and is hidden under both its names; the country minus north and Chișinău
    # would be 7. Chișinău (60) is smaller than the north (300) and goes, under both names.
    shown, _ = shown_of([[100], [100], [100], [60], [7], [0]])
    assert units_shown(shown) == [BALTI, SOROCA, DROCHIA, 5, NORTH, COUNTRY]


def test_a_hidden_region_lends_its_shown_districts_to_the_country() -> None:
    # North 12 + 3 + 4 = 19 is shown with 12 in it: 7 are left, so Bălți is withheld. The
    # country minus everything is 0.
    shown, total = shown_of([[12], [3], [4], [50], [50], [0]])
    assert not shown[TOTAL][BALTI]
    assert shown[TOTAL][NORTH] and total[NORTH] == 19


def test_districts_of_a_withheld_region_count_where_the_region_did() -> None:
    # Four answers have no district. The country minus its regions would be those 4: the north
    # (60), the smallest, is withheld. But its three districts of 20 stand for it, and leave
    # the 4 again: one of them is withheld too, and 24 are left.
    shown, total = shown_of([[20], [21], [22], [500], [600], [0]], [4])
    assert not shown[TOTAL][NORTH]
    assert units_shown(shown) == [SOROCA, DROCHIA, CHISINAU, GAGAUZIA, 5, 7, 8, COUNTRY]
    assert total[COUNTRY] - total[units_shown(shown)[:-3]].sum() == 24


def test_a_small_region_is_hidden_with_all_inside() -> None:
    # North 2 + 3 + 4 = 9: nothing of it is shown, and the country minus the two other regions
    # would be 9, so the smaller of them goes.
    shown, _ = shown_of([[2], [3], [4], [50], [60], [0]])
    assert units_shown(shown) == [GAGAUZIA, 5, R_GAGAUZIA, COUNTRY]


@pytest.mark.parametrize("nowhere", range(1, 10))
def test_answers_without_a_district_are_not_found_by_taking_away(nowhere: int) -> None:
    # The country minus all three regions would be `nowhere`: the smallest region is withheld.
    shown, total = shown_of([[100], [100], [100], [60], [70], [0]], [nowhere])
    assert not shown[TOTAL][CHISINAU] and not shown[TOTAL][R_CHISINAU]
    assert total[COUNTRY] - total[NORTH] - total[R_GAGAUZIA] == 60 + nowhere


@pytest.mark.parametrize("nowhere", [0, 10, 25])
def test_enough_answers_without_a_district_hide_nobody(nowhere: int) -> None:
    shown, _ = shown_of([[100], [100], [100], [60], [70], [0]], [nowhere])
    assert shown[TOTAL].all()


def test_a_district_alone_in_its_region_goes_with_it() -> None:
    for days in ([[100], [100], [100], [5], [100], [0]], [[100], [100], [100], [100], [9], [0]]):
        shown, _ = shown_of(days)
        assert shown[TOTAL][CHISINAU] == shown[TOTAL][R_CHISINAU]
        assert shown[TOTAL][GAGAUZIA] == shown[TOTAL][R_GAGAUZIA]
    assert NESTING.twins() == [(R_CHISINAU, CHISINAU), (R_GAGAUZIA, GAGAUZIA)]


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [([40, 0, 10], 1), ([40, 9, 10], 0), ([40, 1, 0], 0), ([10, 10, 10], 1), ([0, 0, 0], 1)],
)
def test_days_are_shown_all_or_none(days: list[int], is_shown: int) -> None:
    big = [100, 100, 100]
    shown, _ = shown_of([days, big, big, big, big, [0, 0, 0]])
    assert shown["days"][BALTI] == bool(is_shown)
    # Its total stands either way: no part of it can be told from it.
    assert shown[TOTAL][BALTI]


def test_a_part_of_a_region_minus_its_shown_districts_gives_no_small_part() -> None:
    # Days of Drochia are 40 and 3: hidden. The north minus Bălți and Soroca would leave the 3
    # of the second day, so the smaller of them hides its days, and keeps its total.
    shown, _ = shown_of([[90, 90], [50, 50], [40, 3], [90, 90], [90, 90], [0, 0]])
    assert not shown["days"][DROCHIA] and not shown["days"][SOROCA]
    assert shown["days"][BALTI] and shown["days"][NORTH]
    assert shown[TOTAL].all()


def test_no_days_where_the_total_is_hidden() -> None:
    # Soroca's total is withheld for Drochia's sake; its days, all large enough, go with it.
    shown, _ = shown_of([[90, 90], [20, 20], [0, 5], [90, 90], [90, 90], [0, 0]])
    assert not shown[TOTAL][SOROCA] and not shown["days"][SOROCA]


def test_a_total_that_says_a_part_goes_with_it() -> None:
    # All 20 of Soroca are of the first day. Drochia's 40 and 3 hide their days, and the north
    # minus Bălți and Soroca would leave the 3 of the second day; Soroca has none of those, so
    # Bălți hides its days. Soroca's stay: they give nothing away.
    shown, _ = shown_of([[90, 90], [20, 0], [40, 3], [90, 90], [90, 90], [0, 0]])
    assert not shown["days"][BALTI] and shown["days"][SOROCA]
    # With small leavings on the first day it is Soroca's first day that protects: and as its
    # total is that day's, the total goes too.
    shown, _ = shown_of([[90, 90], [20, 0], [3, 40], [90, 90], [90, 90], [0, 0]])
    assert not shown["days"][SOROCA] and not shown[TOTAL][SOROCA]


def test_a_zero_is_never_sacrificed() -> None:
    # Drochia has 0: hiding it would protect nobody. Soroca's 5 is protected by Bălți.
    shown, _ = shown_of([[50], [5], [0], [90], [90], [0]])
    assert shown[TOTAL][DROCHIA] and not shown[TOTAL][SOROCA] and not shown[TOTAL][BALTI]


def test_a_country_alone() -> None:
    lone = Nesting((-1,))
    assert control({TOTAL: np.array([[9]])}, lone, 10)[TOTAL].tolist() == [False]
    assert control({TOTAL: np.array([[10]])}, lone, 10)[TOTAL].tolist() == [True]


@pytest.mark.parametrize(
    ("statuses", "in_scope", "carried"),
    [
        ("ok ok few few", 4, True),  # half is enough
        ("ok few few few", 4, False),
        ("ok ok suppressed no_data few", 5, False),  # 2 of 5
        ("ok ok ok suppressed few", 5, True),
        ("", 0, False),  # a level with nothing in scope carries nothing
    ],
)
def test_a_level_carries_a_period_with_half_of_its_units(
    statuses: str, in_scope: int, carried: bool
) -> None:
    assert carries([Status(word) for word in statuses.split()], in_scope) is carried
