"""What is known of police sectors, the parts that an inspectorate's territory is divided into.

A sample from public pages: no list of all sectors was found. What is not here is unknown, and
nobody may count or map sectors from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.reference import number_or_none, read_rows

KINDS = ("count", "planned_change", "new_sector", "sector", "post")


@dataclass(frozen=True, slots=True)
class SectorFact:
    """One published statement about sectors of one inspectorate.

    `kind` says what it is: `count` (so many sectors), `planned_change` (from so many to so
    many), `new_sector` (villages and officers of one), `sector` (a named one with its
    localities) or `post` (a named one with a post in a locality). `as_of` is its year, empty
    where the page names none; `source` is the page's publisher, `page` its address.
    """

    inspectorate_code: str
    kind: str
    name: str
    localities: tuple[str, ...]
    first: int | None
    second: int | None
    as_of: str
    source: str
    page: str


@cache
def all_sector_facts() -> tuple[SectorFact, ...]:
    """Return what is known, in the order of inspectorates' codes."""
    facts = (
        SectorFact(
            inspectorate_code=row["inspectorate_code"],
            kind=row["kind"],
            name=row["name"],
            localities=tuple(filter(None, row["localities"].split("|"))),
            first=number_or_none(row["first"]),
            second=number_or_none(row["second"]),
            as_of=row["as_of"],
            source=row["source"],
            page=row["page"],
        )
        for row in read_rows("police_sectors.csv")
    )
    return tuple(sorted(facts, key=lambda fact: fact.inspectorate_code))
