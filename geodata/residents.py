"""Residents of the districts in the censuses of 2014 and 2004 (National Bureau of Statistics).

No census was held in Bender and on the left bank: their counts are None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.reference import number_or_none, read_rows


@dataclass(frozen=True, slots=True)
class Residents:
    """What is known of a district's residents (persons) and published area (km2).

    `estimate_2014` is the official estimate, given for Chișinău alone, where the enumeration
    of 2014 missed a third of the city.
    """

    census_2014: int | None
    estimate_2014: int | None
    census_2004: int | None
    area_km2: float | None

    @property
    def denominator(self) -> int | None:
        """Residents to divide by: the estimate where there is one, else the 2014 count."""
        return self.census_2014 if self.estimate_2014 is None else self.estimate_2014


def residents(district_code: str) -> Residents:
    """Return the residents of a district.

    Raises:
        KeyError: no district has this code; the text names it.
    """
    try:
        return all_residents()[district_code]
    except KeyError:
        raise KeyError(f"no district has the code {district_code!r}") from None


@cache
def all_residents() -> dict[str, Residents]:
    """Return the residents of all districts by district code; do not change the dict."""
    return {
        row["district_code"]: Residents(
            census_2014=number_or_none(row["census_2014"]),
            estimate_2014=number_or_none(row["estimate_2014"]),
            census_2004=number_or_none(row["census_2004"]),
            area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        )
        for row in read_rows("residents.csv")
    }
