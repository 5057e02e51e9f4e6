"""Population margins as a user loaded them: what they say of the country and of its districts.

None ship with the product. A file may hold several margins of a unit, each broken down by some
of sex, age group and residence, and may give the country or only the units that it is made of.
Nothing here knows the sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geodata import vocabulary as v
from geodata.vocabulary import AGE_GROUPS, COUNTRY_CODE, Residence, Sex

KNOWN_BY = (v.SEX, v.AGE_GROUP, v.RESIDENCE)
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    v.SEX: tuple(map(str, Sex)),
    v.AGE_GROUP: AGE_GROUPS,
    v.RESIDENCE: tuple(map(str, Residence)),
}
MINORS = AGE_GROUPS[0]

# Margins of one population may differ by this much: rounding, people of unknown age.
APART = 0.01

Cell = tuple[str, ...]
Table = Mapping[Cell, int]


@dataclass(frozen=True)
class Margins:
    """Margins of one campaign.

    Attributes:
        country: What a margin is broken down by, in the order of `KNOWN_BY`, to its residents
            by category.
        districts: Residents by district; empty unless every district in scope has them.
        sources: Where the figures are from, as the file says.
    """

    country: Mapping[Cell, Table]
    districts: Mapping[str, int]
    sources: tuple[str, ...]

    @cached_property
    def cover(self) -> Mapping[Cell, Table]:
        """Margins that say each of `KNOWN_BY` once, where any does: the joint ones first."""
        chosen: dict[Cell, Table] = {}
        left = set(KNOWN_BY)
        plainest = sorted(self.country.items(), key=_size)
        for names, table in sorted(plainest, key=lambda entry: -len(entry[0])):
            if names and set(names) <= left:
                chosen[names] = table
                left -= set(names)
        for names, table in plainest:
            for name in (each for each in names if each in left):
                chosen[(name,)] = _sum_over(table, names, (name,))
                left.remove(name)
        return chosen

    def of(self, name: str) -> Mapping[str, int] | None:
        """Residents by category of one of `KNOWN_BY`; None where no margin says."""
        for names, table in self.cover.items():
            if name in names:
                return {cell[0]: n for cell, n in _sum_over(table, names, (name,)).items()}
        return None

    @property
    def adults_only(self) -> bool:
        """Whether they say ages and leave out those of 14 to 17."""
        ages = self.of(v.AGE_GROUP)
        return ages is not None and not ages.get(MINORS)

    @property
    def ages(self) -> str:
        """Whom they are about: `14+`, `18+`, or nothing where they say no ages."""
        if self.of(v.AGE_GROUP) is None:
            return ""
        return "18+" if self.adults_only else "14+"

    @property
    def totals(self) -> tuple[int, int]:
        """The smallest and the largest number of residents that margins of the cover add up to."""
        sums = [sum(table.values()) for table in self.cover.values()]
        return min(sums, default=0), max(sums, default=0)


def build_margins(
    population: pd.DataFrame, districts: Sequence[str], regions: Sequence[str]
) -> Margins | None:
    """Build the margins of a campaign from the table `population`; None where it is empty.

    Args:
        population: `unit`, `KNOWN_BY`, `residents` and `source`; "" is not broken down by.
        districts: Those in the campaign's scope. Where the file does not give the country,
            margins that all of them have, or all regions, are added up.
        regions: The development regions in scope.
    """
    if population.empty:
        return None
    by_unit: dict[str, dict[Cell, dict[Cell, int]]] = {}
    for unit, *categories, residents in population[["unit", *KNOWN_BY, "residents"]].itertuples(
        index=False
    ):
        known = [(n, c) for n, c in zip(KNOWN_BY, categories, strict=True) if c]
        table = by_unit.setdefault(unit, {}).setdefault(tuple(n for n, _ in known), {})
        table[tuple(c for _, c in known)] = int(residents)
    country: dict[Cell, dict[Cell, int]] = {}
    for units in ((COUNTRY_CODE,), regions, districts):
        for names, table in _common(by_unit, units).items():
            country.setdefault(names, table)
    totals = {unit: _total(by_unit.get(unit, {})) for unit in districts}
    return Margins(
        country=country,
        districts=totals if all(totals.values()) else {},
        sources=tuple(sorted({text for text in population["source"] if text})),
    )


def _common(
    by_unit: Mapping[str, Mapping[Cell, Mapping[Cell, int]]], units: Sequence[str]
) -> dict[Cell, dict[Cell, int]]:
    """Margins that every one of `units` has, added up."""
    if not units or not all(unit in by_unit for unit in units):
        return {}
    shared = set.intersection(*(set(by_unit[unit]) for unit in units))
    added: dict[Cell, dict[Cell, int]] = {}
    for names in sorted(shared):
        table = added.setdefault(names, {})
        for unit in units:
            for cell, count in by_unit[unit][names].items():
                table[cell] = table.get(cell, 0) + count
    return added


def _total(tables: Mapping[Cell, Mapping[Cell, int]]) -> int:
    """Residents of a unit by its plainest margin; 0 where it has none."""
    if not tables:
        return 0
    return sum(min(tables.items(), key=_size)[1].values())


def _size(entry: tuple[Cell, object]) -> tuple[int, list[int]]:
    return len(entry[0]), [KNOWN_BY.index(name) for name in entry[0]]


def _sum_over(table: Table, names: Cell, kept: Cell) -> dict[Cell, int]:
    at = [names.index(name) for name in kept]
    summed: dict[Cell, int] = {}
    for cell, count in table.items():
        key = tuple(cell[i] for i in at)
        summed[key] = summed.get(key, 0) + count
    return summed
