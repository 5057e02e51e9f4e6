"""Districts, localities, inspectorates and units named in a file, found or said not to be.

Nothing is guessed: a name that several localities of a district share is asked about, with
the codes to write instead.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

from geodata import localities
from geodata.districts import District, district, find_district
from geodata.importing.cells import Fault
from geodata.importing.quoting import quote
from geodata.inspectorates import all_inspectorates, all_links, links
from geodata.localities import Locality, find_localities
from geodata.names import fold, spellings
from geodata.regions import all_regions
from geodata.vocabulary import COUNTRY_CODE, LANGUAGES

_COUNTRY = frozenset(
    fold(text)
    for text in (
        *("MD", "country", "national", "Moldova", "Republica Moldova", "Republic of Moldova"),
        *("țara", "tara", "național", "страна", "Молдова", "Республика Молдова"),
    )
)
_WORDS = (
    "inspectoratul inspectorat de politie al ip инспекторат полиции police inspectorate the of "
    "mun municipiul мун mun chisinau кишинэу"
)
_KIND_WORDS = frozenset(_WORDS.split())


def read_district(text: str) -> str:
    """Read a district by code or any spelling: its code."""
    found = find_district(text[:200])
    if found is None:
        raise Fault("district_unknown", value=quote(text))
    return found.code


def find_locality(text: str, district_code: str | None) -> str:
    """Find the locality of this name, or code, in a district: its code."""
    if district_code is None:
        raise Fault("locality_without_district", value=quote(text))
    found = _by_code(text.strip()) or find_localities(text[:200], district_code)
    if len(found) == 1 and found[0].district_code == district_code:
        return found[0].code
    home = district(district_code).name_ro
    if len(found) > 1:
        codes = ", ".join(each.code for each in found[:5])
        raise Fault("locality_ambiguous", value=quote(text), district=home, codes=codes)
    elsewhere = found or find_localities(text[:200])
    if elsewhere:
        names = dict.fromkeys(district(each.district_code).name_ro for each in elsewhere)
        others = ", ".join([*names][:4])
        raise Fault("locality_elsewhere", value=quote(text), district=home, others=others)
    raise Fault("locality_unknown", value=quote(text), district=home)


def find_inspectorate(text: str, district_code: str | None) -> str:
    """Find an inspectorate by code or name, among namesakes the one that serves the district."""
    codes = _inspectorate_names().get(fold(text[:200])) or _inspectorate_names().get(_core(text))
    if not codes:
        raise Fault("inspectorate_unknown", value=quote(text))
    if district_code is None:
        if len(codes) > 1:
            raise Fault("inspectorate_ambiguous", value=quote(text), codes=", ".join(codes))
        return codes[0]
    here = [code for code in codes if district_code in _served(code)]
    if len(here) == 1:
        return here[0]
    home = district(district_code).name_ro
    raise Fault("inspectorate_elsewhere", value=quote(text), district=home)


def only_inspectorate(district_code: str, on: date) -> str | None:
    """Return the inspectorate of a district that has exactly one on this day."""
    serving = _serving(on).get(district_code, ())
    return serving[0] if len(serving) == 1 else None


def read_unit(text: str) -> str:
    """Read a unit of a margin: a district, a development region, or the country."""
    folded = fold(text[:200])
    if folded in _COUNTRY:
        return COUNTRY_CODE
    found: District | None = find_district(text[:200])
    if found:
        return found.code
    for region in all_regions():
        if folded in {fold(region.code), *(fold(region.name(lang)) for lang in LANGUAGES)}:
            return region.code
    raise Fault("unit_unknown", value=quote(text))


@cache
def _serving(on: date) -> dict[str, tuple[str, ...]]:
    serving: dict[str, list[str]] = defaultdict(list)
    for link in links(on):
        serving[link.district_code].append(link.inspectorate_code)
    return {code: tuple(found) for code, found in serving.items()}


@cache
def _served(inspectorate_code: str) -> frozenset[str]:
    return frozenset(
        link.district_code for link in all_links() if link.inspectorate_code == inspectorate_code
    )


@cache
def _inspectorate_names() -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for each in all_inspectorates():
        texts = [each.code, *(each.name(lang) for lang in LANGUAGES)]
        for text in texts:
            names[fold(text)][each.code] = None
        for lang in LANGUAGES:
            for spelled in spellings(_core(each.name(lang))):
                names[spelled][each.code] = None
    return {name: tuple(codes) for name, codes in names.items() if name}


def _core(text: str) -> str:
    """Drop the words that every inspectorate's name has."""
    words = fold(text[:200]).split()
    kept = [word for word in words if word not in _KIND_WORDS]
    return " ".join(kept or words)


def _by_code(text: str) -> tuple[Locality, ...]:
    try:
        return (localities.locality(text.upper()),)
    except KeyError:
        return ()
