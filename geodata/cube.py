"""Facts counted once: visits as one row of numbers each, answers as counts by cell.

The cube adds up: a window of days is a sum over days, a region a sum over districts. It is
built where the database is and never leaves the build; what a screen may read of it goes
through `geodata.disclosure` first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import vocabulary as v
from geodata.vocabulary import Breakdown, Item, VisitStatus

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Places:
    """What the figures are made over.

    Attributes:
        districts: District codes in map order.
        in_scope: For each district whether the campaign's record counts it.
        residents: Residents used as denominator; NaN where no census was held.
        localities: Localities in each district.
        inspectorates: For each district the inspectorates in scope that serve it.
        locality_residents: Locality code to residents, only where the census gives them.
    """

    districts: tuple[str, ...]
    in_scope: NDArray[np.bool_]
    residents: Numbers
    localities: NDArray[np.int64]
    inspectorates: tuple[tuple[str, ...], ...]
    locality_residents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class VisitCube:
    """Visits of a period, one row each, with what was given out and shown there.

    Attributes:
        places: The districts and their denominators.
        days: The campaign's days; `first` and `last` index them, both inside.
        rows: Columns of vocabulary plus `day`, `planned_day` (index of the day, -1 where
            outside the campaign), `place` (index of the district), one column per item and
            `screenings`; NaN where nothing was recorded.
    """

    places: Places
    days: tuple[date, ...]
    rows: pd.DataFrame
    first: int
    last: int

    def window(self, first: int, last: int) -> VisitCube:
        """Narrow to the days `first` to `last`, both inside."""
        return replace(self, first=first, last=last)

    @property
    def took_place(self) -> pd.DataFrame:
        """Rows of visits that took place on a day of the period."""
        rows = self.rows
        inside = rows["day"].between(self.first, self.last)
        return rows[inside & rows["took_place"]]

    @property
    def planned(self) -> pd.DataFrame:
        """Rows of visits that were planned for a day of the period."""
        return self.rows[self.rows["planned_day"].between(self.first, self.last)]

    def visits(self) -> NDArray[np.int64]:
        """Visits that took place, by district."""
        return np.bincount(self.took_place["place"], minlength=len(self.places.districts))

    def total(self, column: str) -> tuple[Numbers, NDArray[np.int64]]:
        """Sum of `column` and number of visits at which it was recorded, by district."""
        rows = self.took_place
        known = rows[rows[column].notna()]
        size = len(self.places.districts)
        sums = np.bincount(known["place"], weights=known[column].astype(float), minlength=size)
        return np.asarray(sums, dtype=np.float64), np.bincount(known["place"], minlength=size)

    def distinct(self, column: str, rows: pd.DataFrame | None = None) -> NDArray[np.int64]:
        """Number of different values of `column` among visits that took place, by district."""
        rows = self.took_place if rows is None else rows
        pairs = rows[["place", column]].drop_duplicates()
        return np.bincount(pairs["place"], minlength=len(self.places.districts))


def build_visit_cube(
    places: Places,
    days: Sequence[date],
    visits: pd.DataFrame,
    handouts: pd.DataFrame,
    screenings: pd.DataFrame,
) -> VisitCube:
    """Build the visit cube of one campaign from its validated tables.

    Args:
        places: Districts and denominators.
        days: The campaign's days in order.
        visits: One row per visit (vocabulary columns).
        handouts: `visit_id`, `item`, `quantity`.
        screenings: `visit_id`, `screenings`.
    """
    rows = visits.copy()
    index = {day: i for i, day in enumerate(days)}
    place = {code: i for i, code in enumerate(places.districts)}
    rows["day"] = _day_index(rows[v.VISIT_DATE], index)
    rows["planned_day"] = _day_index(rows[v.PLANNED_DATE], index)
    rows["place"] = rows[v.DISTRICT_CODE].map(place).astype(int)
    took_place = {str(status): status.took_place for status in VisitStatus}
    rows["took_place"] = rows[v.STATUS].map(took_place).astype(bool)
    # min_count: a quantity that nobody noted stays unknown and never becomes 0.
    sums = handouts.groupby([v.VISIT_ID, v.ITEM])[v.QUANTITY].sum(min_count=1)
    given = sums.unstack(v.ITEM).reindex(columns=[str(item) for item in Item])
    rows = rows.merge(given.reset_index(), on=v.VISIT_ID, how="left")
    shown = screenings.groupby(v.VISIT_ID)[v.SCREENINGS].sum(min_count=1)
    rows = rows.merge(shown.reset_index(), on=v.VISIT_ID, how="left")
    rows["residents"] = rows[v.LOCALITY_CODE].map(places.locality_residents)
    return VisitCube(places, tuple(days), rows, 0, len(days) - 1)


def _day_index(column: pd.Series, index: Mapping[date, int]) -> pd.Series:
    days = [-1 if pd.isna(day) else index.get(pd.Timestamp(day).date(), -1) for day in column]
    return pd.Series(days, index=column.index, dtype=int)


@dataclass(frozen=True, slots=True)
class Broken:
    """Answers to one question by one thing known of the person.

    Attributes:
        counts: Option code to an array (districts + 1, parts); the last part is of those who
            did not say.
        persons: Who answered with more than a don't-know, each counted once; the same shape.
    """

    counts: Mapping[str, NDArray[np.int64]]
    persons: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AnswerCube:
    """Answers to one question, counted.

    Attributes:
        question: The question's key.
        counts: Option code to an array (districts + 1, days, modes); the last row holds
            answers without a district. Answers of districts out of scope are not in it.
        persons: Who answered with more than a don't-know, each counted once; the same shape.
            None where it is the sum of the options.
        by: What is known of the person to the same counts.
        several: Whether a person may choose more than one option.
        crossed: Option code to the whole country's answers by sex, age group and residence, in
            the order of `PERSON_PARTS` and, last, not said: what weighting needs, and nothing
            that is ever shown.
    """

    question: str
    counts: Mapping[str, NDArray[np.int64]]
    persons: NDArray[np.int64] | None = None
    by: Mapping[Breakdown, Broken] = field(default_factory=dict)
    several: bool = False
    crossed: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def of(self, options: Sequence[str]) -> NDArray[np.int64]:
        """Sum the counts of `options`: array (districts + 1, days, modes)."""
        zero = np.zeros_like(next(iter(self.counts.values())))
        return sum((self.counts[option] for option in options if option in self.counts), zero)

    def base(self, options: Sequence[str]) -> NDArray[np.int64]:
        """Count the persons whose answers are among `options`, in the shape of `of`."""
        if self.several and self.persons is not None:
            return self.persons
        return self.of(options)
