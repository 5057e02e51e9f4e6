"""Districts, localities, inspectorates and units named in a file, found or said not to be.

The matcher finds them; here its answers become what a row holds, a remark, or a finding with
what to write instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from geodata.districts import district
from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.importing.cells import Noted
from geodata.importing.issues import Fault, Unread
from geodata.importing.quoting import quote
from geodata.inspectorates import Structure
from geodata.matching import How, Match, PlaceKind, PlaceMatcher, place_name
from geodata.names import fold
from geodata.regions import all_regions
from geodata.vocabulary import COUNTRY_CODE, LANGUAGES

_COUNTRY = frozenset(
    fold(text)
    for text in (
        *("MD", "country", "national", "Moldova", "Republica Moldova", "Republic of Moldova"),
        *("țara", "tara", "național", "страна", "Молдова", "Республика Молдова"),
    )
)
_MOST_NAMED = 4


class PlaceReader:
    """Reads the places of one file.

    Args:
        matcher: Finds them.
        ask: Whether a mistyped name is asked about, where there is nowhere to remark on it.
    """

    def __init__(self, matcher: PlaceMatcher, ask: bool = False) -> None:
        self._matcher = matcher
        self._ask = ask
        self.gazetteer = matcher.gazetteer

    def district(self, text: str) -> str | Noted:
        """Read a district: its code."""
        return self._read(PlaceKind.DISTRICT, text, self._matcher.district(text))

    def locality(self, text: str, district_code: str | None) -> str | Noted:
        """Read a locality, by name or code, of a district: its code."""
        if district_code is None:
            raise Fault("locality_without_district", value=quote(text))
        code = district_code
        match = self._matcher.locality(text, code)
        home = district(code).name_ro
        if match.how is How.ELSEWHERE:
            known = [self.gazetteer.locality(code) for code in match.candidates]
            others = dict.fromkeys(district(each.district_code).name_ro for each in known)
            names = ", ".join([name for name in others if name != home][:_MOST_NAMED])
            here = [each.code for each in known if each.district_code == code]
            unread = Unread(text, code, tuple(here))
            raise Fault(
                "locality_elsewhere", unread, value=quote(text), district=home, others=names
            )
        return self._read(PlaceKind.LOCALITY, text, match, code, district=home)

    def match_locality(self, text: str, district_code: str) -> Match:
        """Find a locality without saying what is wrong where none is found."""
        return self._matcher.locality(text, district_code)

    def match_inspectorate(self, text: str, district_code: str | None) -> Match:
        """Find an inspectorate without saying what is wrong where none is found."""
        return self._matcher.inspectorate(text, district_code)

    def inspectorate(self, text: str, district_code: str | None) -> str | Noted:
        """Read an inspectorate, by name or code, among namesakes the one of the district."""
        match = self._matcher.inspectorate(text, district_code)
        if match.how is How.ELSEWHERE and district_code:
            home = district(district_code).name_ro
            unread = Unread(
                text, district_code, tuple(sorted(self.gazetteer.structure.serving(district_code)))
            )
            raise Fault("inspectorate_elsewhere", unread, value=quote(text), district=home)
        return self._read(PlaceKind.INSPECTORATE, text, match)

    def unit(self, text: str) -> str | Noted:
        """Read a unit of a margin: a district, a development region, or the country."""
        folded = fold(text[:200])
        if folded in _COUNTRY:
            return COUNTRY_CODE
        match = self._matcher.district(text)
        if match.how is How.NEAR or not match.code:
            for region in all_regions():
                if folded in {fold(region.code), *(fold(region.name(lang)) for lang in LANGUAGES)}:
                    return region.code
        if not match.code:
            raise Fault("unit_unknown", value=quote(text))
        return self._read(PlaceKind.DISTRICT, text, match)

    def _read(
        self, kind: PlaceKind, text: str, match: Match, district_code: str = "", **where: str
    ) -> str | Noted:
        """Return a place found, or say which it could be.

        Raises:
            Fault: a person has to decide.
        """
        values: dict[str, object] = {"value": quote(text), **where}
        if match.how is How.NEAR and not self._ask:
            values["place"] = named(kind, [match.code], self.gazetteer)
            return Noted(match.code, "place_near", values)
        if match.code and match.how is not How.NEAR:
            return match.code
        candidates = (match.code,) if match.code else match.candidates
        unread = Unread(text, district_code, candidates)
        if match.how is How.AMBIGUOUS:
            raise Fault(f"{kind}_ambiguous", unread, **values, codes=", ".join(candidates))
        if not candidates:
            raise Fault(f"{kind}_unknown", unread, **values)
        raise Fault(
            f"{kind}_unsure", unread, **values, places=named(kind, candidates, self.gazetteer)
        )


def only_inspectorate(structure: Structure, district_code: str, on: date) -> str | None:
    """Return the inspectorate of a district that has exactly one on this day."""
    found = _serving(structure, on).get(district_code, ())
    return found[0] if len(found) == 1 else None


def named(kind: PlaceKind, codes: Iterable[str], gazetteer: Gazetteer = SHIPPED) -> str:
    """Name places with their codes: `Soroca (L1442), Soroca Nouă (L1443)`."""
    return ", ".join(f"{place_name(kind, code, gazetteer=gazetteer)} ({code})" for code in codes)


@lru_cache(maxsize=1024)
def _serving(structure: Structure, on: date) -> dict[str, tuple[str, ...]]:
    by_district: dict[str, list[str]] = defaultdict(list)
    for link in structure.links_on(on):
        by_district[link.district_code].append(link.inspectorate_code)
    return {code: tuple(found) for code, found in by_district.items()}
