"""The 42 police inspectorates, the two directorates above eight of them, and whom they serve.

The structure is that of November 2021. No boundaries of the five inspectorates of Chișinău and
the three of Gagauzia exist in open data: a link to part of a district is never an area.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from geodata.localities import find_localities
from geodata.reference import read_rows


@dataclass(frozen=True, slots=True)
class Inspectorate:
    """A police inspectorate (or a directorate, see `all_directorates`).

    `parent` is IGP (the General Inspectorate) or a directorate's code. `seat` is the town or
    village where it sits, empty where unknown. `status` says how sure its existence is:
    published, press or weak. Two are called IP Rîșcani: the code is the key.
    """

    code: str
    name_ro: str
    name_ru: str
    name_en: str
    seat: str
    parent: str
    status: str

    def name(self, lang: str) -> str:
        """Return the name in `lang` (ro, ru or en)."""
        return {"ro": self.name_ro, "ru": self.name_ru, "en": self.name_en}[lang]


@dataclass(frozen=True, slots=True)
class InspectorateLink:
    """An inspectorate serves a district, whole or in part, over some time.

    `valid_from` is the first day the structure is known for, not the day of founding;
    `valid_to` is the last day, None while no end is known.
    """

    inspectorate_code: str
    district_code: str
    part: str
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Whether the link is valid on this day, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Structure:
    """Inspectorates, ordered by code, and their links to districts: the shipped ones or others."""

    inspectorates: tuple[Inspectorate, ...]
    links: tuple[InspectorateLink, ...]

    def inspectorate(self, code: str) -> Inspectorate:
        """Return the inspectorate with this code.

        Raises:
            KeyError: no inspectorate has it; the text names the code.
        """
        for each in self.inspectorates:
            if each.code == code:
                return each
        raise KeyError(f"no inspectorate has the code {code!r}")

    def links_on(self, on: date) -> tuple[InspectorateLink, ...]:
        """Return the links valid on a day; of the shipped ones none before November 2021."""
        return tuple(link for link in self.links if link.holds(on))

    def serving(self, district_code: str) -> frozenset[str]:
        """Return the codes of the inspectorates that serve a district, on whatever day."""
        return frozenset(
            link.inspectorate_code for link in self.links if link.district_code == district_code
        )

    def served_by(self, code: str) -> frozenset[str]:
        """Return the codes of the districts that an inspectorate serves, on whatever day."""
        return frozenset(
            link.district_code for link in self.links if link.inspectorate_code == code
        )


@cache
def shipped_structure() -> Structure:
    """Return the structure of November 2021."""
    return Structure(all_inspectorates(), all_links())


@cache
def all_inspectorates() -> tuple[Inspectorate, ...]:
    """Return the 42 inspectorates, ordered by code."""
    return _of_kind("inspectorate")


@cache
def all_directorates() -> tuple[Inspectorate, ...]:
    """Return the two directorates that stand above inspectorates and are not counted."""
    return _of_kind("directorate")


def inspectorate(code: str) -> Inspectorate:
    """Return the inspectorate with this code.

    Raises:
        KeyError: no inspectorate has it; the text names the code.
    """
    return shipped_structure().inspectorate(code)


@cache
def all_links() -> tuple[InspectorateLink, ...]:
    """Return every dated link between an inspectorate and a district."""
    return tuple(
        InspectorateLink(
            inspectorate_code=row["inspectorate_code"],
            district_code=row["district_code"],
            part=row["part"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in read_rows("inspectorate_links.csv")
    )


def links(on: date) -> tuple[InspectorateLink, ...]:
    """Return the links valid on a day; none before November 2021, for nothing is known of it."""
    return shipped_structure().links_on(on)


def seat_of(each: Inspectorate, district_code: str) -> str | None:
    """Return the code of the locality where an inspectorate sits; None where it is not known."""
    found = find_localities(each.seat, district_code) if each.seat else ()
    return found[0].code if len(found) == 1 else None


def _of_kind(kind: str) -> tuple[Inspectorate, ...]:
    rows = sorted(read_rows("inspectorates.csv"), key=lambda row: row["code"])
    return tuple(
        Inspectorate(**{key: text for key, text in row.items() if key != "kind"})
        for row in rows
        if row["kind"] == kind
    )
