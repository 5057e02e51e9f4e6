"""The villages and towns, as points; the code is the key, for names repeat."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from geodata.names import (
    readings,
    spellings,
    with_diacritics,
    without_brackets,
    without_kind,
)
from geodata.reference import number_or_none, read_rows


@dataclass(frozen=True, slots=True)
class Locality:
    """A village or town.

    `latitude` and `longitude` are degrees in WGS 84. `residents_2014` is the count of the 2014
    census where a dated one for this very locality is known, else None (never an estimate).
    `position` says how the point was found: gazetteer, estimated or unstated.
    """

    code: str
    name_ro: str
    district_code: str
    latitude: float
    longitude: float
    residents_2014: int | None
    position: str = "gazetteer"


@cache
def all_localities() -> tuple[Locality, ...]:
    """Return the 1,684 localities in the order of their codes."""
    return tuple(
        Locality(
            code=row["code"],
            name_ro=row["name_ro"],
            district_code=row["district_code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            residents_2014=number_or_none(row["residents_2014"]),
            position=row["position"],
        )
        for row in read_rows("localities.csv")
    )


def locality(code: str) -> Locality:
    """Return the locality with this code.

    Raises:
        KeyError: no locality has it; the text names the code.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise KeyError(f"no locality has the code {code!r}") from None


def is_shipped(code: str) -> bool:
    """Whether this is the code of a locality that is shipped."""
    return code in _by_code()


def find_localities(name: str, district_code: str | None = None) -> tuple[Locality, ...]:
    """Find the localities of this name, in one district or in the whole country.

    A name as written wins over a name without its addition (`Pelinia` over
    `Pelinia (loc. st. c.f.)`). Several results are namesakes, doubles of the gazetteer, or
    names that only their diacritics tell apart (`Hancăuți` is not `Hâncăuți`) written without
    them: the caller asks which is meant. Romanian names only.
    """
    keys = readings(name)
    for index in _indexes():
        for key in keys:
            found = tuple(
                each
                for each in index.get(key, ())
                if district_code is None or each.district_code == district_code
            )
            if found:
                return _told_apart(name, found) if len(found) > 1 else found
    return ()


def _told_apart(text: str, found: tuple[Locality, ...]) -> tuple[Locality, ...]:
    """Keep those whose name stands in the text letter by letter, or all."""
    written = with_diacritics(text)
    return tuple(each for each in found if with_diacritics(each.name_ro) in written) or found


@cache
def _by_code() -> dict[str, Locality]:
    return {each.code: each for each in all_localities()}


@cache
def _indexes() -> tuple[dict[str, list[Locality]], ...]:
    """Build the ways to a locality, surest first: by its name, by its name without addition."""
    whole: dict[str, list[Locality]] = defaultdict(list)
    bare: dict[str, list[Locality]] = defaultdict(list)
    for each in all_localities():
        keys = spellings(each.name_ro)
        for key in keys:
            whole[key].append(each)
        for key in spellings(without_brackets(each.name_ro)):
            if (shorter := without_kind(key)) != keys[0]:
                bare[shorter].append(each)
    return whole, bare
