"""Which locality each row of a list is: a known one, or one that the list adds.

A row adds a locality only by a code that no known one has and a point of its own; a name alone
never does, for it may be a known one's mistyped. Where a code is new and the name is known, the
row is the known locality under another publisher's code, unless it lies too far from it.
"""

from __future__ import annotations

from math import cos, hypot, radians
from typing import Any

import pandas as pd

from geodata.importing.issues import Fault, Findings
from geodata.importing.located import Locator
from geodata.importing.places import PlaceReader
from geodata.importing.quoting import quote
from geodata.localities import Locality, is_shipped, locality
from geodata.matching import How
from geodata.names import with_comma_below
from geodata.vocabulary import LOCALITY_CODE

ADDED = "added"  # the column that says whether a row adds its locality
LONGEST_NAME = 80
_SAME_KM = 5.0
_KM_A_DEGREE = 111.2
_KNOWN = (How.NAME, How.SOUND, How.DECIDED)


def locate_rows(
    table: pd.DataFrame, locator: Locator, places: PlaceReader, findings: Findings
) -> pd.DataFrame:
    """Return the table with a locality's code for each row, and whether the row adds it."""
    coded = table["code"].notna()
    table = table.copy()
    table[ADDED] = False
    table[LOCALITY_CODE] = pd.Series(None, index=table.index, dtype=object)
    without = table[~coded]
    found = locator.localities(without)
    table.loc[~coded, LOCALITY_CODE] = found
    if any(issue.code.startswith("locality_un") for issue in findings.issues):
        findings.add(None, "code", "locality_how_to_add")
    for row in table[coded].to_dict("index").items():
        number, cells = int(str(row[0])), row[1]
        if number in findings.listed or pd.isna(cells["locality"]) or pd.isna(cells["district"]):
            continue
        try:
            code, added = _locate(number, cells, places, findings)
        except Fault as fault:
            findings.add_fault(number, "locality", fault)
            continue
        table.at[number, LOCALITY_CODE], table.at[number, ADDED] = code, added
    return table


def new_locality(code: str, cells: dict[str, Any]) -> Locality:
    """Make the locality that a row adds."""
    residents = cells["residents_2014"]
    return Locality(
        code=code,
        name_ro=_name(cells["locality"]),
        district_code=cells["district"],
        latitude=float(cells["latitude"]),
        longitude=float(cells["longitude"]),
        residents_2014=None if pd.isna(residents) else int(residents),
        position="brought",
    )


def _locate(
    number: int, cells: dict[str, Any], places: PlaceReader, findings: Findings
) -> tuple[str, bool]:
    """Return the code of a row that has one, and whether it adds its locality.

    Raises:
        Fault: the row contradicts what is known, or lacks what a new locality needs.
    """
    code, name, home = cells["code"], cells["locality"], cells["district"]
    match = places.match_locality(name, home)
    if is_shipped(code):
        places.locality(code, home)  # of this district, or said
        if match.code not in ("", code) and match.how in _KNOWN:
            raise Fault("code_of_another", value=code, name=locality(code).name_ro)
        return code, False
    if match.how is How.AMBIGUOUS or (match.code and not _is_far(cells, match.code)):
        read = places.locality(name, home)
        if isinstance(read, str):
            return read, False
        findings.remark(number, "locality", read.code, read.values)
        return str(read.value), False
    if match.how in _KNOWN:
        known = locality(match.code)
        km = round(_distance(cells, known))
        raise Fault("locality_namesake", value=quote(name), code=known.code, km=km)
    if pd.isna(cells["latitude"]) or pd.isna(cells["longitude"]):
        raise Fault("locality_without_point", value=quote(name))
    if len(name) > LONGEST_NAME or not any(map(str.isalpha, name)):
        raise Fault("locality_name", most=LONGEST_NAME)
    return code, True


def _is_far(cells: dict[str, Any], code: str) -> bool:
    """Whether a row's point is too far from a known locality to be the same."""
    if pd.isna(cells["latitude"]) or pd.isna(cells["longitude"]):
        return False
    return _distance(cells, locality(code)) > _SAME_KM


def _distance(cells: dict[str, Any], known: Locality) -> float:
    north = float(cells["latitude"]) - known.latitude
    east = (float(cells["longitude"]) - known.longitude) * cos(radians(known.latitude))
    return _KM_A_DEGREE * hypot(north, east)


def _name(text: str) -> str:
    return with_comma_below(text)
