"""The true outlines of districts, regions and the country as finished GeoJSON text.

Made once, at the build, so that files of a view only join strings: RFC 7946 (degrees of WGS 84,
outer rings counter-clockwise), whatever boundaries and positions the campaign has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import geopandas
import numpy as np
import shapely

from geodata.districts import district
from geodata.localities import Locality
from geodata.regions import all_regions
from geodata.vocabulary import COUNTRY_CODE, DISTRICT_CODE

DECIMALS = 7  # a centimetre; what was written with fewer keeps them


def describe_outlines(frame: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return the geometry of every unit: its code to a MultiPolygon as GeoJSON text.

    Args:
        frame: Boundaries of the districts, as `geodata.boundaries.read_boundaries` has them.
    """
    # Shared corners are equal to the last digit, so that what is joined has no seam.
    shapes = dict(zip(frame[DISTRICT_CODE], frame.geometry, strict=True))
    districts = dict(shapes)
    for region in all_regions():
        inside = [s for code, s in districts.items() if district(code).region_code == region.code]
        shapes[region.code] = shapely.union_all(inside)
    shapes[COUNTRY_CODE] = shapely.union_all(list(districts.values()))
    return {code: to_geojson(shape) for code, shape in shapes.items()}


def describe_points(places: Sequence[Locality], wanted: Sequence[str]) -> dict[str, str]:
    """Return the points of the localities that are wanted: code to a Point as GeoJSON text."""
    known = {place.code: place for place in places}
    return {
        code: json.dumps(
            {
                "type": "Point",
                "coordinates": [
                    round(known[code].longitude, DECIMALS),
                    round(known[code].latitude, DECIMALS),
                ],
            },
            separators=(",", ":"),
        )
        for code in wanted
    }


def to_geojson(shape: shapely.Geometry) -> str:
    """Write an area as the text of a MultiPolygon, wound as RFC 7946 says."""
    wound = shapely.orient_polygons(shape, exterior_cw=False)
    parts = [
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(wound)
    ]
    document = {"type": "MultiPolygon", "coordinates": parts}
    return json.dumps(document, separators=(",", ":"))


def _ring(ring: shapely.Geometry) -> Any:
    return np.round(shapely.get_coordinates(ring), DECIMALS).tolist()
