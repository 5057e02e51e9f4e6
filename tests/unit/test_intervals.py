"""Intervals of published shares: what stands in a masked cell must not be told by them."""

from __future__ import annotations

import pytest

from geodata.intervals import spread_of, wilson
from geodata.masking import mask_ends


def test_an_interval_holds_its_share_and_narrows_with_answers() -> None:
    widths = []
    for base in (10, 30, 100, 1_000):
        low, high = spread_of(base * 3 // 10, base, 30)
        assert 0 <= low < 30 < high <= 100
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_a_wider_level_is_a_wider_interval() -> None:
    assert wilson(5, 20, 0.99)[0] < wilson(5, 20)[0] < wilson(5, 20, 0.5)[0]


@pytest.mark.parametrize("base", [10, 17, 29])
def test_the_end_of_a_few_cell_is_not_told_by_its_interval(base: int) -> None:
    # All of a few answered alike. The interval is the one that any share under 10 % (or over
    # 90 %) of so many answers would get, and wider than the one that gives it away.
    for favourable, written in ((0, "<10"), (base, ">90")):
        value = mask_ends(round(100 * favourable / base), "percent")
        assert value == written
        low, high = spread_of(favourable, base, value)
        plain_low, plain_high = (round(100 * end) for end in wilson(favourable, base))
        assert high - low > plain_high - plain_low
        for other in range(base + 1):
            assert spread_of(other, base, written) == (low, high)


def test_few_answers_that_differ_keep_their_own_interval() -> None:
    # 1 in 12: 1.5 to 35.4 %.
    assert spread_of(1, 12, 8) == (1, 35)
