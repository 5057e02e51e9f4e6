"""Class breaks: few, round, rising; a value on a break lands where the legend says."""

from __future__ import annotations

import pytest

from geodata.classes import class_of, compute_breaks
from tests.asserts import assert_rises


def test_no_values_and_one_value_make_one_class() -> None:
    assert compute_breaks([], 1) == ()
    assert compute_breaks([3.5], 1) == ()


def test_values_that_are_all_equal_make_one_class() -> None:
    assert compute_breaks([4.0] * 12, 0) == ()


def test_two_values_are_told_apart() -> None:
    (only,) = compute_breaks([2.0, 8.0], 0)
    assert 2 < only <= 8
    assert [class_of(x, (only,)) for x in (2, 8)] == [0, 1]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_never_more_classes_than_values(count: int) -> None:
    breaks = compute_breaks([float(i * i) for i in range(1, count + 1)], 0)
    assert len(breaks) <= min(4, count - 1)
    assert_rises(breaks)


def test_clear_groups_are_found_and_said_in_round_numbers() -> None:
    # Five clumps around 10, 30, 52, 71 and 95: the breaks lie in the gaps and end in 0 or 5.
    values = [9, 10, 11, 29, 30, 31, 51, 52, 53, 70, 71, 72, 94, 95, 96]
    breaks = compute_breaks([float(v) for v in values], 0)
    assert len(breaks) == 4
    assert all(b % 5 == 0 for b in breaks)
    assert [class_of(v, breaks) for v in values] == [i // 3 for i in range(15)]


def test_decimals_are_those_of_the_indicator() -> None:
    breaks = compute_breaks([0.3, 0.4, 1.1, 1.2, 2.5, 2.7, 4.0, 4.4, 9.1], 1)
    assert breaks == tuple(round(b, 1) for b in breaks)
    assert_rises(breaks)


@pytest.mark.parametrize(
    ("value", "klass"), [(-31, 0), (-30, 1), (-11, 1), (-10, 2), (9, 2), (10, 3), (30, 4), (99, 4)]
)
def test_a_value_on_a_break_is_in_the_class_above(value: int, klass: int) -> None:
    assert class_of(value, (-30, -10, 10, 30)) == klass


def test_without_breaks_everything_is_in_one_class() -> None:
    assert {class_of(x, ()) for x in (-5, 0, 5)} == {0}
