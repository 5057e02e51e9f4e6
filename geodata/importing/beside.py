"""What stands beside a campaign's facts, from the checked table to the records the store takes.

Contacts of offices, census counts and positions of localities, boundaries of districts.
Boundaries are held to the checks of the shipped ones (`geodata.check_shapes`), after mending
what can be mended without moving anything far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.districts import all_districts, district
from geodata.importing.added_places import ADDED, locate_rows, new_locality
from geodata.importing.duplicates import key_of, list_twice
from geodata.importing.inspectorate_list import read_area
from geodata.importing.issues import Findings, refused
from geodata.importing.kinds import BOUNDARIES, CONTACT_WAYS, CONTACTS, LOCALITIES
from geodata.importing.located import Locator
from geodata.importing.places import PlaceReader
from geodata.importing.schemas import check
from geodata.localities import Locality, locality
from geodata.names import with_comma_below
from geodata.residents import residents
from geodata.vocabulary import DISTRICT_CODE, LOCALITY_CODE

if TYPE_CHECKING:
    import geopandas

Records = dict[str, dict[str, Any]]

_MENDED_GAP = 0.003  # degrees, some 250 m: as wide a gap between neighbours is closed
_MOST_NAMED = 5


def check_contacts(table: pd.DataFrame, locator: Locator, findings: Findings) -> pd.DataFrame:
    """Check contacts: an inspectorate a row, none twice, and at least one way to reach it."""
    check(table, CONTACTS, None, findings)
    table = table.copy()
    table["code"] = locator.inspectorates(table, [None] * len(table))
    for row in table.index[table[list(CONTACT_WAYS)].isna().all(axis=1)]:
        findings.add(int(row), None, "contact_empty")
    list_twice(key_of(table, ("code",)), findings, "inspectorate")
    return table


def contact_records(table: pd.DataFrame) -> Records:
    """Return the ways to reach each office by code; what is not known is left out."""
    return {
        row["code"]: {name: row[name] for name in CONTACT_WAYS if not pd.isna(row[name])}
        for row in table.to_dict("records")
    }


def check_localities(
    table: pd.DataFrame,
    locator: Locator,
    places: PlaceReader,
    shapes: geopandas.GeoDataFrame,
    findings: Findings,
) -> pd.DataFrame:
    """Check census counts and positions: each near its district, together within its count."""
    check(table, LOCALITIES, None, findings)
    table = locate_rows(table, locator, places, findings)
    list_twice(key_of(table, (LOCALITY_CODE,)), findings, "locality")
    lacks = table[["latitude", "longitude"]].isna()
    for row in table.index[lacks.all(axis=1) & table["residents_2014"].isna()]:
        findings.add(int(row), None, "locality_empty")
    for row in table.index[lacks.any(axis=1) & ~lacks.all(axis=1)]:
        findings.add(int(row), "latitude", "position_half")
    _list_far(table[~lacks.any(axis=1)], shapes, findings)
    _list_too_many(table, findings)
    return table


def locality_records(table: pd.DataFrame) -> Records:
    """Return what was brought of each locality by code."""
    records: Records = {}
    for row in table.to_dict("records"):
        record: dict[str, Any] = {}
        if row[ADDED]:
            place = new_locality(row[LOCALITY_CODE], row)
            record = {"name_ro": place.name_ro, "district_code": place.district_code}
        if not pd.isna(row["residents_2014"]):
            record["residents_2014"] = int(row["residents_2014"])
        if not pd.isna(row["latitude"]):
            record |= {name: float(row[name]) for name in ("latitude", "longitude")}
        records[row[LOCALITY_CODE]] = record
    return records


def _list_far(table: pd.DataFrame, shapes: geopandas.GeoDataFrame, findings: Findings) -> None:
    from geodata.check_shapes import BORDER_TOLERANCE_KM, outside_of

    known = table[table[LOCALITY_CODE].notna()]
    columns = (known.index, known[LOCALITY_CODE], known["latitude"], known["longitude"])
    added = {row[LOCALITY_CODE]: row for row in known[known[ADDED]].to_dict("records")}
    moved: dict[Locality, int] = {
        replace(
            new_locality(code, added[code]) if code in added else locality(code),
            latitude=float(y),
            longitude=float(x),
        ): int(row)
        for row, code, y, x in zip(*columns, strict=True)
    }
    for place, km in outside_of(shapes, tuple(moved)).items():
        if km > BORDER_TOLERANCE_KM:
            values = {"km": round(km), "district": district(place.district_code).name_ro}
            findings.add(moved[place], "latitude", "place_outside", values)


def remark_added(table: pd.DataFrame, findings: Findings) -> None:
    """Say which localities a list adds."""
    names = [with_comma_below(name) for name in table[table[ADDED]]["locality"]]
    if names:
        more = "…" if len(names) > _MOST_NAMED else ""
        values = {"count": len(names), "names": ", ".join(names[:_MOST_NAMED]) + more}
        findings.add(None, "code", "localities_added", values)


def _list_too_many(table: pd.DataFrame, findings: Findings) -> None:
    kept = table[~table.index.isin(findings.listed)]
    for code, rows in kept.groupby("district"):
        most = residents(code).census_2014
        total = int(rows["residents_2014"].sum())
        if most is not None and total > most:
            values = {"district": district(code).name_ro, "total": total, "most": most}
            for row in rows.index[rows["residents_2014"].notna()]:
                findings.add(int(row), "residents_2014", "residents_above", values)


def check_boundaries(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Check that every row has a district and an area."""
    check(table, BOUNDARIES, None, findings)
    for row, text in table["geometry"].items():
        if isinstance(text, str) and read_area(text) is None:
            findings.add(int(str(row)), "geometry", "shape_no_area")
    return table


def boundary_records(
    table: pd.DataFrame, localities: Sequence[Locality], findings: Findings
) -> Records:
    """Return the shape of each district by code.

    Raises:
        Refused: districts are missing, the shapes do not fit together, cover another area
            than the country's, or leave localities far outside their district.
    """
    import shapely

    from geodata.check_shapes import (
        AREA_TOLERANCE,
        BORDER_TOLERANCE_KM,
        COUNTRY_AREA_KM2,
        measure_coverage,
        outside_of,
    )
    from geodata.geography import frame_of

    shapes = _one_each(table, findings)
    missing = [each.name_ro for each in all_districts() if each.code not in shapes]
    if missing:
        names = ", ".join(missing[:_MOST_NAMED]) + ("…" if len(missing) > _MOST_NAMED else "")
        raise refused("boundaries_missing", count=len(missing), names=names)
    frame = frame_of(shapes)
    found = measure_coverage(frame)
    if not found.is_whole:
        mended = shapely.coverage_clean(frame.geometry.to_numpy(), gap_width=_MENDED_GAP)
        frame = frame.set_geometry(
            shapely.orient_polygons(mended, exterior_cw=False), crs=frame.crs
        )
        found = measure_coverage(frame)
        findings.add(None, "geometry", "boundaries_mended")
    if not found.is_whole:
        overlap = round(found.overlap, 1)
        raise refused("boundaries_apart", holes=found.holes, overlap=overlap, parts=found.parts)
    if abs(found.off) > AREA_TOLERANCE:
        raise refused("boundaries_area", area=round(found.area), country=COUNTRY_AREA_KM2)
    far = [p for p, km in outside_of(frame, localities).items() if km > BORDER_TOLERANCE_KM]
    if far:
        names = ", ".join(place.name_ro for place in far[:_MOST_NAMED])
        raise refused("boundaries_localities", count=len(far), names=names)
    texts = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=7)
    return {code: {"wkt": text} for code, text in zip(frame[DISTRICT_CODE], texts, strict=True)}


def _one_each(table: pd.DataFrame, findings: Findings) -> dict[str, str]:
    """Join the parts of a district that come as features of their own."""
    import shapely

    shapes: dict[str, str] = {}
    for code, rows in table.groupby("district"):
        parts = [read_area(text) for text in rows["geometry"]]
        shapes[code] = shapely.to_wkt(shapely.union_all(parts), rounding_precision=-1)
        if len(parts) > 1:
            values = {"district": district(code).name_ro, "parts": len(parts)}
            findings.add(None, "geometry", "boundaries_joined", values)
    return shapes
