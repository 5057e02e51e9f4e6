"""Windows of days: every run of a short campaign, the growing ones of a long one."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.windows import all_windows, days_between


@pytest.mark.parametrize("days", [1, 2, 7, 31])
def test_every_run_of_days_once(days: int) -> None:
    windows = all_windows(days)
    assert windows[0] == (0, days - 1)
    assert len(windows) == len(set(windows)) == days * (days + 1) // 2
    assert all(0 <= first <= last < days for first, last in windows)


def test_a_long_campaign_has_days_and_growing_windows() -> None:
    windows = set(all_windows(60))
    assert windows == {(i, i) for i in range(60)} | {(0, j) for j in range(60)}


def test_both_ends_are_inside() -> None:
    assert days_between(date(2021, 2, 27), date(2021, 3, 1)) == (
        date(2021, 2, 27),
        date(2021, 2, 28),
        date(2021, 3, 1),
    )
    assert days_between(date(2021, 1, 1), date(2021, 1, 1)) == (date(2021, 1, 1),)
