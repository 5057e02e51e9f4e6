"""The shapes of the 37 districts: read and checked, nothing drawn.

The shapes are simplified for maps (3,519 vertices): fit for filling, not for measuring. Rings
run as RFC 7946 says; whoever draws them with plotly winds them the other way.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import geopandas
from shapely import is_valid_reason

from geodata.districts import all_districts
from geodata.reference import REFERENCE_DIR
from geodata.vocabulary import DISTRICT_CODE

BOUNDARIES_FILE = REFERENCE_DIR / "boundaries.geojson"
BOUNDARIES_CRS = "EPSG:4326"


def read_boundaries(path: Path = BOUNDARIES_FILE) -> geopandas.GeoDataFrame:
    """Read the district boundaries.

    Only for the shipped file or a copy of it: GDAL opens by content, so an uploaded file must
    not come here.

    Returns:
        37 rows in the order of `district_code`; columns district_code and geometry, degrees
        in EPSG:4326.

    Raises:
        ValueError: the file is not what was shipped; the text says in words what is off.
    """
    boundaries = geopandas.read_file(path)
    _check_reference_system(boundaries)
    _check_codes(boundaries)
    _check_shapes(boundaries)
    in_order = boundaries[[DISTRICT_CODE, "geometry"]].sort_values(DISTRICT_CODE)
    return geopandas.GeoDataFrame(in_order.reset_index(drop=True), crs=boundaries.crs)


def _check_reference_system(boundaries: geopandas.GeoDataFrame) -> None:
    if boundaries.crs is None or boundaries.crs.to_epsg() != 4326:
        found = "none" if boundaries.crs is None else boundaries.crs.to_string()
        raise ValueError(f"boundaries must be in {BOUNDARIES_CRS}, not in {found}")


def _check_codes(boundaries: geopandas.GeoDataFrame) -> None:
    if DISTRICT_CODE not in boundaries.columns:
        raise ValueError(f"boundaries have no property {DISTRICT_CODE}")
    found = list(boundaries[DISTRICT_CODE])
    known = {each.code for each in all_districts()}
    if missing := sorted(known - set(found)):
        raise ValueError(f"boundaries lack the districts {', '.join(missing)}")
    if len(found) != len(known):
        times = Counter(found)
        surplus = sorted(str(code) for code in times if code not in known or times[code] > 1)
        raise ValueError(f"boundaries hold unknown or repeated districts: {', '.join(surplus)}")


def _check_shapes(boundaries: geopandas.GeoDataFrame) -> None:
    for code, shape in zip(boundaries[DISTRICT_CODE], boundaries.geometry, strict=True):
        if shape is None or shape.is_empty:
            raise ValueError(f"the boundary of {code} is empty")
        if shape.geom_type not in ("Polygon", "MultiPolygon"):
            raise ValueError(f"the boundary of {code} is a {shape.geom_type}, not an area")
        if not shape.is_valid:
            raise ValueError(f"the boundary of {code} is not valid: {is_valid_reason(shape)}")
