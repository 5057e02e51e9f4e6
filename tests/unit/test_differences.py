"""Differences of two sides: as statsmodels has them, of shown figures alone, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.cube import AnswerCube
from geodata.differences import Judged, compute_differences, compute_regions, disjoint
from geodata.statistics import compare_many, compare_shares
from geodata.survey import compute_opinion, guard_question
from geodata.vocabulary import Mode
from geodata.windows import all_windows
from tests import world

DAYS = 3


def judged(cube: AnswerCube) -> Judged:
    units = world.units(visited=range(6))
    guarded = guard_question(cube, world.TRUST.base, units, 10)
    opinion = compute_opinion(world.TRUST, guarded, all_windows(DAYS), tuple(Mode), 30)
    return compute_differences(world.TRUST, cube, opinion, units)


def test_many_comparisons_are_those_of_one() -> None:
    rng = np.random.default_rng(1)
    first = rng.poisson(8, size=(60, 2, 2)).astype(float)
    second = rng.poisson(5, size=(60, 2, 2)).astype(float)
    first[0] = 0  # nobody
    second[1, 0] = 0  # a stratum of one side alone
    first[2, :, 0] = second[2, :, 0] = 0  # nobody is favourable
    p, difference = compare_many(first, second)
    for i in range(60):
        one = compare_shares(first[i], second[i])
        assert p[i] == pytest.approx(one.p, abs=1e-12), i
        assert difference[i] == pytest.approx(one.difference, abs=1e-12), i


def test_windows_are_compared_that_share_no_day() -> None:
    pairs = list(disjoint([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]))
    assert pairs == [
        ((0, 0), (1, 1)),
        ((0, 0), (1, 2)),
        ((0, 0), (2, 2)),
        ((0, 1), (2, 2)),
        ((1, 1), (2, 2)),
    ]
    # Of long campaigns single days alone: 31 days have 465 pairs of them.
    assert len(list(disjoint(all_windows(31)))) == 31 * 30 // 2


def everywhere(first: int, second: int) -> AnswerCube:
    """Soroca, Bălți and Chișinău: 100 online answers on two days, so many of them favourable."""
    cells = []
    for district in (world.BALTI, world.SOROCA, world.CHISINAU):
        for day, yes in ((0, first), (1, second)):
            cells.append((district, day, world.ONLINE, "very_much", yes))
            cells.append((district, day, world.ONLINE, "not_at_all", 100 - yes))
    return world.answer_cube(cells)


def test_a_difference_of_days_stands_out_or_does_not() -> None:
    found = judged(everywhere(80, 30))["0-0~1-1"]
    assert found["country"] == "a"
    assert found["region"][0] == "a" and found["region"][2] == "-"
    assert judged(everywhere(30, 80))["0-0~1-1"]["country"] == "b"
    assert judged(everywhere(50, 48))["0-0~1-1"]["country"] == "e"


def test_another_mix_of_modes_is_no_difference_of_days() -> None:
    """Each mode says the same on both days; pooled, the days would be 65 against 35 percent."""
    cells = []
    for day, online, face in ((0, 100, 300), (1, 300, 100)):
        for mode, count, share in ((world.ONLINE, online, 20), (world.FACE_TO_FACE, face, 80)):
            yes = count * share // 100
            cells.append((world.CHISINAU, day, mode, "very_much", yes))
            cells.append((world.CHISINAU, day, mode, "not_at_all", count - yes))
    assert judged(world.answer_cube(cells))["0-0~1-1"]["country"] == "e"


def test_modes_are_compared_and_few_answers_are_not() -> None:
    cells = [
        (world.CHISINAU, 0, world.ONLINE, "very_much", 90),
        (world.CHISINAU, 0, world.ONLINE, "not_at_all", 10),
        (world.CHISINAU, 1, world.FACE_TO_FACE, "very_much", 1),
        (world.CHISINAU, 1, world.FACE_TO_FACE, "not_at_all", 28),  # 29 are few
    ]
    assert "online~face-to-face" not in judged(world.answer_cube(cells))
    more = [*cells, (world.CHISINAU, 1, world.FACE_TO_FACE, "not_at_all", 271)]
    assert judged(world.answer_cube(more))["online~face-to-face"]["district"][world.CHISINAU] == "a"


def test_answers_of_one_stop_count_less() -> None:
    """Face to face answers that are all alike at a stop are worth few: no difference is claimed."""
    cells = [(world.CHISINAU, day, world.ONLINE, "very_much", 10) for day in range(DAYS)]
    cells += [(world.CHISINAU, day, world.ONLINE, "not_at_all", 10) for day in range(DAYS)]
    alike = [
        (world.CHISINAU, 0, world.FACE_TO_FACE, "very_much", 40),
        (world.CHISINAU, 1, world.FACE_TO_FACE, "very_much", 40),
        (world.CHISINAU, 2, world.FACE_TO_FACE, "not_at_all", 20),
    ]
    assert judged(world.answer_cube([*cells, *alike]))["online~face-to-face"]["country"] == "e"
    mixed = [
        (world.CHISINAU, day, world.FACE_TO_FACE, option, count)
        for day in range(DAYS)
        for option, count in (("very_much", 27), ("not_at_all", 6))
    ]
    assert judged(world.answer_cube([*cells, *mixed]))["online~face-to-face"]["country"] == "b"


def regions(cube: AnswerCube) -> dict[str, str]:
    units = world.units(visited=range(6))
    guarded = guard_question(cube, world.TRUST.base, units, 10)
    opinion = compute_opinion(world.TRUST, guarded, all_windows(DAYS), tuple(Mode), 30)
    return compute_regions(world.TRUST, cube, opinion, units)


def test_regions_are_judged_in_pairs_and_few_answers_are_not() -> None:
    def cube(chisinau: int, of: int) -> AnswerCube:
        cells = [
            (world.BALTI, 0, world.ONLINE, "very_much", 80),
            (world.BALTI, 0, world.ONLINE, "not_at_all", 20),
            (world.CHISINAU, 0, world.ONLINE, "very_much", chisinau),
            (world.CHISINAU, 0, world.ONLINE, "not_at_all", of - chisinau),
        ]
        return world.answer_cube(cells)

    # 80 of 100 in the north against 30, 79 and 95 of 100 in Chișinău.
    assert regions(cube(30, 100)) == {"nord~chisinau": "a"}
    assert regions(cube(79, 100)) == {"nord~chisinau": "e"}
    assert regions(cube(95, 100)) == {"nord~chisinau": "b"}
    assert regions(cube(10, 20)) == {}  # under 30 answers no region is compared
