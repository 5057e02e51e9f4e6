"""Windows of days: every run of days of a short campaign, in one fixed order.

A frame per window lets the screen go from any days to any others without asking anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

LONGEST_WITH_ALL_WINDOWS = 31
# With more windows than these, single days alone are compared: their pairs are thousands.
MOST_COMPARED = 28


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return the days from `first` to `last`, both inside."""
    return tuple(first + timedelta(days=i) for i in range((last - first).days + 1))


def all_windows(days: int) -> tuple[tuple[int, int], ...]:
    """Return the windows to finish frames for, as (first, last) indexes, the whole one first.

    All of them up to 31 days (496 windows); beyond, the whole campaign, every single day and
    every growing window from the first day: the screen snaps to the nearest of these.
    """
    return tuple(dict.fromkeys(_windows(days)))


def _windows(days: int) -> Iterator[tuple[int, int]]:
    yield 0, days - 1
    if days <= LONGEST_WITH_ALL_WINDOWS:
        yield from ((i, j) for i in range(days) for j in range(i, days))
        return
    yield from ((i, i) for i in range(days))
    yield from ((0, j) for j in range(days))
