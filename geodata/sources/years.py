"""The year of dates that name none: the campaign's, the title's, or that of the other dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.importing.issues import Issue
from geodata.importing.quoting import quote
from geodata.sources.layout import Head
from geodata.sources.spoken_dates import read_spoken

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MOST_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Year:
    """A year that dates of a column are given."""

    year: int

    def add(self, text: str) -> str:
        """Write a date that names no year with its year; any other text stays."""
        spoken = read_spoken(text.strip()) if _lacks_year(text) else None
        day = spoken.in_year(self.year) if spoken else None
        return text if day is None else day.isoformat()

    def remark(self, title: str) -> Issue:
        """Say it."""
        return Issue(None, quote(title), "year_added", (("year", self.year),))


class Years:
    """Finds the year of a column's dates."""

    def __init__(self, head: Head, header: int) -> None:
        self._span = head.span
        above = [cell for number, cells in head.rows if number < header for cell in cells]
        self._titles = {int(year) for cell in above for year in _YEAR.findall(cell)}

    def lack(self, head: Head, position: int, below: int) -> bool:
        """Whether one of the first dates of a column names no year."""
        cells = (c[position] for n, c in head.rows if n > below and position < len(c))
        return any(_lacks_year(text) for text in cells)

    def of(self, cells: Iterator[str]) -> Year | None:
        """Return the year that dates without one are of; None where there are none, or no year.

        Nothing is guessed: only where a single year is named is it taken.
        """
        lacking, written = False, set()
        for at, text in enumerate(cells):
            if _lacks_year(text):
                lacking = True
            else:
                written |= {int(year) for year in _YEAR.findall(text)}
            if at > _MOST_LOOKED_AT:
                break
        if not lacking:
            return None
        span = {day.year for day in self._span} if self._span else set()
        for years in (span, self._titles, written):
            if len(years) == 1:
                return Year(years.pop())
        return None


def _lacks_year(text: str) -> bool:
    spoken = read_spoken(text.strip())
    return spoken is not None and not spoken.several and spoken.year is None
