"""Districts, localities, inspectorates and units named in a file, found or said not to be.

The matcher finds them; here its answers become what a row holds, a remark, or a finding with
what to write instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

from geodata.districts import district
from geodata.importing.cells import Fault, Noted
from geodata.importing.quoting import quote
from geodata.inspectorates import links
from geodata.localities import locality
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

    def district(self, text: str) -> str | Noted:
        """Read a district: its code."""
        return self._read(PlaceKind.DISTRICT, text, self._matcher.district(text))

    def locality(self, text: str, district_code: str | None) -> str | Noted:
        """Read a locality, by name or code, of a district: its code."""
        if district_code is None:
            raise Fault("locality_without_district", value=quote(text))
        match = self._matcher.locality(text, district_code)
        home = district(district_code).name_ro
        if match.how is How.ELSEWHERE:
            places = (locality(code).district_code for code in match.candidates)
            others = dict.fromkeys(district(code).name_ro for code in places)
            names = ", ".join([name for name in others if name != home][:_MOST_NAMED])
            raise Fault("locality_elsewhere", value=quote(text), district=home, others=names)
        return self._read(PlaceKind.LOCALITY, text, match, district=home)

    def inspectorate(self, text: str, district_code: str | None) -> str | Noted:
        """Read an inspectorate, by name or code, among namesakes the one of the district."""
        match = self._matcher.inspectorate(text, district_code)
        if match.how is How.ELSEWHERE and district_code:
            home = district(district_code).name_ro
            raise Fault("inspectorate_elsewhere", value=quote(text), district=home)
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

    def _read(self, kind: PlaceKind, text: str, match: Match, **where: str) -> str | Noted:
        """Return a place found, or say which it could be.

        Raises:
            Fault: a person has to decide.
        """
        values: dict[str, object] = {"value": quote(text), **where}
        if match.how is How.NEAR and not self._ask:
            values["place"] = named(kind, [match.code])
            return Noted(match.code, "place_near", values)
        if match.how is How.AMBIGUOUS:
            raise Fault(f"{kind}_ambiguous", **values, codes=", ".join(match.candidates))
        if match.code and match.how is not How.NEAR:
            return match.code
        candidates = (match.code,) if match.code else match.candidates
        if not candidates:
            raise Fault(f"{kind}_unknown", **values)
        raise Fault(f"{kind}_unsure", **values, places=named(kind, candidates))


def only_inspectorate(district_code: str, on: date) -> str | None:
    """Return the inspectorate of a district that has exactly one on this day."""
    serving = _serving(on).get(district_code, ())
    return serving[0] if len(serving) == 1 else None


def named(kind: PlaceKind, codes: Iterable[str]) -> str:
    """Name places with their codes: `Soroca (L1442), Soroca Nouă (L1443)`."""
    return ", ".join(f"{place_name(kind, code)} ({code})" for code in codes)


@cache
def _serving(on: date) -> dict[str, tuple[str, ...]]:
    serving: dict[str, list[str]] = defaultdict(list)
    for link in links(on):
        serving[link.district_code].append(link.inspectorate_code)
    return {code: tuple(found) for code, found in serving.items()}
