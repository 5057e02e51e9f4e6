"""A list of inspectorates: which one each row is, and the checks of the shipped list.

A known one is found by its code or its name, in any spelling; a row of another name adds an
inspectorate only with a code and a district. Every seat is a locality of its district, every
position near it, every area inside it and beside the others'; and no district is left without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.check_tables import STRUCTURE_KNOWN_ON, WITHOUT_INSPECTORATE
from geodata.districts import all_districts, district
from geodata.importing.added_places import LONGEST_NAME
from geodata.importing.duplicates import key_of, list_twice
from geodata.importing.issues import Fault, Findings, refused
from geodata.importing.kinds import INSPECTORATES
from geodata.importing.places import PlaceReader
from geodata.importing.quoting import quote
from geodata.importing.schemas import check
from geodata.localities import Locality
from geodata.matching import How
from geodata.names import fold, with_comma_below
from geodata.structure import PART, WHOLE, is_shipped_inspectorate, structure_of

if TYPE_CHECKING:
    import geopandas

Records = dict[str, dict[str, Any]]

CODE, NAMED = "inspectorate_code", "renamed"
_LEAST_INSIDE = 0.95
_MOST_OVERLAP = 0.02
_WHOLE_AREA = 0.9
_MOST_NAMED = 5


def check_inspectorates(
    table: pd.DataFrame,
    places: PlaceReader,
    shapes: geopandas.GeoDataFrame,
    findings: Findings,
) -> pd.DataFrame:
    """Check the rows; returns them with their codes, districts and areas."""
    check(table, INSPECTORATES, None, findings)
    table = table.copy()
    for name in (CODE, NAMED, "area"):
        table[name] = pd.Series(None, index=table.index, dtype=object)
    for number, cells in table.to_dict("index").items():
        row = int(str(number))
        if row in findings.listed or pd.isna(cells["inspectorate"]):
            continue
        try:
            code, named, home = _which(row, cells, places, findings)
        except Fault as fault:
            findings.add_fault(row, "inspectorate", fault)
            continue
        table.at[row, CODE], table.at[row, NAMED], table.at[row, "district"] = code, named, home
        _check_row(row, cells, home, places, findings)
    joined = _join_areas(table, findings)
    _check_positions(_left(table, findings), shapes, findings)
    alone = _left(table, findings).drop(index=joined, errors="ignore")
    list_twice(key_of(alone, (CODE,)), findings, "inspectorate")
    _check_areas(_left(table, findings), shapes, findings)
    return table


def inspectorate_records(table: pd.DataFrame) -> Records:
    """Return what was brought of each inspectorate, by code; see `geodata.structure`."""
    records: Records = {}
    for row in table.to_dict("records"):
        record: dict[str, Any] = {}
        if row[NAMED]:
            record["names"] = {"ro": with_comma_below(row["inspectorate"])}
        for lang in ("ru", "en"):
            if not pd.isna(row[f"name_{lang}"]):
                record.setdefault("names", {})[lang] = row[f"name_{lang}"]
        if not is_shipped_inspectorate(row[CODE]):
            record["district"] = row["district"]
        for name in ("seat", "part"):
            if not pd.isna(row[name]):
                record[name] = row[name]
        for name, column in (("from", "valid_from"), ("to", "valid_to")):
            if not pd.isna(row[column]):
                record[name] = row[column].date().isoformat()
        if not pd.isna(row["latitude"]):
            record |= {name: float(row[name]) for name in ("latitude", "longitude")}
        if not pd.isna(row["area"]):
            import shapely

            record["wkt"] = shapely.to_wkt(row["area"], rounding_precision=7)
        records[row[CODE]] = record
    return records


def check_structure(records: Mapping[str, Any], first_day: date, findings: Findings) -> None:
    """Check whom the inspectorates serve when the campaign begins, and say which are new.

    Raises:
        Refused: a district that must have an inspectorate has none.
    """
    structure = structure_of(records)
    links = structure.links_on(max(first_day, STRUCTURE_KNOWN_ON))
    served = {link.district_code for link in links}
    codes = (each.code for each in all_districts())
    lacking = [c for c in codes if c not in served and c not in WITHOUT_INSPECTORATE]
    if lacking:
        names = _names(district(code).name_ro for code in lacking)
        raise refused("inspectorates_lacking", count=len(lacking), names=names)
    new = [code for code in records if not is_shipped_inspectorate(code)]
    if new:
        offices = (structure.inspectorate(code).name_ro for code in new)
        values = {"count": len(new), "names": _names(offices)}
        findings.add(None, "code", "inspectorates_added", values)


def _which(
    row: int, cells: Mapping[str, Any], places: PlaceReader, findings: Findings
) -> tuple[str, bool, str]:
    """Return an inspectorate's code, whether the row names it anew, and its district.

    Raises:
        Fault: it cannot be told, or a new one lacks its code or its district.
    """
    name, code = cells["inspectorate"], _or_none(cells["code"])
    home = _or_none(cells["district"])
    structure = places.gazetteer.structure
    match = places.match_inspectorate(name, home)
    if code and is_shipped_inspectorate(code):
        (serves,) = structure.served_by(code)
        if home not in (None, serves):
            raise Fault("code_elsewhere", value=code, district=district(serves).name_ro)
        if match.code not in ("", code) and match.how is not How.NEAR:
            other = structure.inspectorate(code).name_ro
            raise Fault("code_of_another", value=code, name=other)
        return code, match.code != code and fold(name) != fold(code), serves
    if match.code and (match.how is not How.NEAR or not code):
        read = places.inspectorate(name, home)
        if not isinstance(read, str):
            findings.remark(row, "inspectorate", read.code, read.values)
        (serves,) = structure.served_by(match.code)
        return match.code, False, serves
    if match.how is How.AMBIGUOUS or not code:
        places.inspectorate(name, home)
    assert code is not None
    if home is None:
        raise Fault("inspectorate_without_district", value=quote(name))
    if len(name) > LONGEST_NAME or not any(map(str.isalpha, name)):
        raise Fault("locality_name", most=LONGEST_NAME)
    return code, True, home


def _check_row(
    row: int, cells: Mapping[str, Any], home: str, places: PlaceReader, findings: Findings
) -> None:
    seat = _or_none(cells["seat"])
    if seat is not None:
        match = places.match_locality(seat, home)
        if not match.code and match.how is not How.AMBIGUOUS:
            values = {"value": quote(seat), "district": district(home).name_ro}
            findings.add(row, "seat", "seat_unknown", values)
    first, last = cells["valid_from"], cells["valid_to"]
    if not pd.isna(first) and not pd.isna(last) and last < first:
        findings.add(row, "valid_to", "end_before_start")
    if pd.isna(cells["latitude"]) != pd.isna(cells["longitude"]):
        findings.add(row, "latitude", "position_half")


def _join_areas(table: pd.DataFrame, findings: Findings) -> list[int]:
    """Read areas, and join the parts of one inspectorate that come as features of their own.

    Returns:
        The rows of all parts but the first, which are no doubles.
    """
    import shapely

    for number, wkt in table["geometry"].items():
        if isinstance(wkt, str):
            area = read_area(wkt)
            if area is None:
                findings.add(int(str(number)), "geometry", "shape_no_area")
            else:
                table.at[number, "area"] = area
    left = _left(table, findings)
    parts = left[left["area"].notna()].groupby(CODE).groups
    joined = {index[0]: index for index in parts.values() if len(index) > 1}
    for first, index in joined.items():
        whole = shapely.union_all(list(table.loc[index, "area"]))
        for number in index:
            table.at[number, "area"] = whole
        values = {"name": table.at[first, "inspectorate"], "parts": len(index)}
        findings.add(None, "geometry", "areas_joined", values)
    return [int(number) for index in joined.values() for number in index[1:]]


def read_area(wkt: str) -> Any:
    """Read an area from its text, mended where it is not valid; None where it is none."""
    import shapely

    shape = shapely.from_wkt(wkt, on_invalid="ignore")
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shape if shape.geom_type in ("Polygon", "MultiPolygon") and shape.area else None


def _check_positions(
    table: pd.DataFrame, shapes: geopandas.GeoDataFrame, findings: Findings
) -> None:
    from geodata.check_shapes import BORDER_TOLERANCE_KM, outside_of

    seats: dict[Locality, int] = {}
    for number, row in table.dropna(subset=["latitude", "longitude"]).iterrows():
        at = (float(row["latitude"]), float(row["longitude"]))
        seats[Locality(row[CODE], row["inspectorate"], row["district"], *at, None)] = int(
            str(number)
        )
    for seat, km in outside_of(shapes, tuple(seats)).items():
        if km > BORDER_TOLERANCE_KM:
            values = {"km": round(km), "district": district(seat.district_code).name_ro}
            findings.add(seats[seat], "latitude", "place_outside", values)


def _check_areas(table: pd.DataFrame, shapes: geopandas.GeoDataFrame, findings: Findings) -> None:
    """Hold areas to their districts and to each other; small differences are cut away."""
    import geopandas

    from geodata.check_shapes import EQUAL_AREA_CRS
    from geodata.vocabulary import DISTRICT_CODE

    given = table[table["area"].notna()].drop_duplicates(CODE)
    if given.empty:
        return
    homes = dict(zip(shapes[DISTRICT_CODE], shapes.to_crs(EQUAL_AREA_CRS).geometry, strict=True))
    flat = geopandas.GeoSeries(list(given["area"]), index=given.index, crs=4326)
    flat = flat.to_crs(EQUAL_AREA_CRS)
    mended = False
    for number, home in given["district"].items():
        row, name = int(str(number)), district(home).name_ro
        inside = flat[number].intersection(homes[home])
        share = inside.area / flat[number].area
        if share < _LEAST_INSIDE:
            values = {"percent": round(100 * share), "district": name}
            findings.add(row, "geometry", "area_outside", values)
        elif given.at[number, "part"] == WHOLE and inside.area < _WHOLE_AREA * homes[home].area:
            values = {"percent": round(100 * inside.area / homes[home].area), "district": name}
            findings.add(row, "geometry", "area_not_whole", values)
        mended |= share < 1 - 1e-6
        flat[number] = inside
    for one, other in combinations(given.index, 2):
        if given.at[one, "district"] != given.at[other, "district"]:
            continue
        common = flat[one].intersection(flat[other]).area
        if common > _MOST_OVERLAP * min(flat[one].area, flat[other].area):
            for number, row in ((one, other), (other, one)):
                values = {"other": int(str(row)), "area": round(common / 1e6, 1)}
                findings.add(int(str(number)), "geometry", "areas_overlap", values)
        elif common:
            flat[other] = flat[other].difference(flat[one])
            mended = True
    if mended:
        findings.add(None, "geometry", "areas_mended")
    for number, shape in flat.to_crs(4326).items():
        rows = table.index[table[CODE] == given.at[number, CODE]]
        for row in rows:
            table.at[row, "area"] = shape


def _left(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    return table[table[CODE].notna() & ~table.index.isin(findings.listed)]


def _names(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_MOST_NAMED]) + ("…" if len(every) > _MOST_NAMED else "")


def _or_none(value: Any) -> str | None:
    return None if value is None or value != value else str(value)


__all__ = ["PART", "check_inspectorates", "check_structure", "inspectorate_records", "read_area"]
