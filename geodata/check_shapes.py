"""Checks of the shapes and of the points in them.

Areas and distances are measured in a Lambert azimuthal equal-area projection centred on the
country: areas are exact on the ellipsoid, distances within 0.1 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas
from shapely import Point, coverage_is_valid, get_num_interior_rings, get_parts, union_all

from geodata.findings import Finding, Reference, listed, proof
from geodata.localities import Locality
from geodata.vocabulary import DISTRICT_CODE

EQUAL_AREA_CRS = "+proj=laea +lat_0=47 +lon_0=28.5 +datum=WGS84 +units=m +type=crs"
COUNTRY_AREA_KM2 = 33_846
AREA_TOLERANCE = 0.001
BORDER_TOLERANCE_KM = 2.0


def check_units(reference: Reference) -> Iterator[Finding]:
    """Thirty-seven districts, each with one valid shape."""
    codes = Counter(reference.boundaries[DISTRICT_CODE])
    known = {each.code for each in reference.districts}
    yield proof(
        "boundaries.units",
        len(known) == 37 and set(codes) == known and codes.total() == len(known),
        f"{codes.total()} shapes for {len(known)} districts (37 first-level units)",
    )
    invalid = reference.boundaries.loc[~reference.boundaries.is_valid, DISTRICT_CODE]
    yield proof(
        "boundaries.valid",
        invalid.empty,
        f"{codes.total() - len(invalid)} of {codes.total()} shapes valid" + listed(invalid),
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How shapes fit together.

    Attributes:
        holes: Gaps between them.
        parts: Areas that touch no other.
        shared: Whether neighbours share every edge.
        overlap: Area that several cover, in km2.
        area: Sum of their areas, in km2.
    """

    holes: int
    parts: int
    shared: bool
    overlap: float
    area: float

    @property
    def is_whole(self) -> bool:
        """Whether there is neither gap nor overlap."""
        return self.shared and self.parts == 1 and not self.holes and self.overlap < 1e-3

    @property
    def off(self) -> float:
        """How far the area is from the country's, as a share of it."""
        return self.area / COUNTRY_AREA_KM2 - 1


def measure_coverage(boundaries: geopandas.GeoDataFrame) -> Coverage:
    """Measure how valid shapes fit together."""
    shapes = boundaries.to_crs(EQUAL_AREA_CRS).geometry.to_numpy()
    whole = union_all(shapes)
    parts = get_parts(whole)
    total = sum(shape.area for shape in shapes) / 1e6
    return Coverage(
        holes=int(get_num_interior_rings(parts).sum()),
        parts=len(parts),
        shared=bool(coverage_is_valid(boundaries.geometry.to_numpy())),
        overlap=max(total - whole.area / 1e6, 0.0),
        area=total,
    )


def check_coverage(reference: Reference) -> Iterator[Finding]:
    """No gap and no overlap, and the country's area."""
    if not reference.boundaries.is_valid.all():
        yield proof("boundaries.coverage", False, "not measured while a shape is not valid")
        return
    found = measure_coverage(reference.boundaries)
    yield proof(
        "boundaries.coverage",
        found.is_whole,
        f"{found.holes} gaps, {found.overlap:.3f} km2 of overlap, {found.parts} connected area; "
        f"neighbours {'share' if found.shared else 'do not share'} every edge",
    )
    yield proof(
        "boundaries.area",
        abs(found.off) <= AREA_TOLERANCE,
        f"{found.area:,.0f} km2 against {COUNTRY_AREA_KM2:,} ({found.off:+.3%}, 0.1 % allowed; "
        "Lambert azimuthal equal-area at 47 N 28.5 E)",
    )


def check_inside(reference: Reference) -> Iterator[Finding]:
    """The localities lie inside their district, but for a few at borders."""
    names = {each.code: each.short_ro for each in reference.districts}
    outside = measure_outside(reference)
    inside = len(reference.localities) - len(outside)
    yield proof(
        "localities.inside",
        all(distance <= BORDER_TOLERANCE_KM for distance in outside.values()),
        f"{inside:,} inside their district, {len(outside)} outside its "
        f"simplified shape (at most {BORDER_TOLERANCE_KM:.1f} km allowed)",
    )
    for each, distance in outside.items():
        yield Finding(
            "localities.border",
            "note" if distance <= BORDER_TOLERANCE_KM else "failure",
            f"{each.name_ro} ({each.code}) lies {distance:.2f} km outside "
            f"{names.get(each.district_code, each.district_code)}",
        )


def measure_outside(reference: Reference) -> dict[Locality, float]:
    """Return the localities outside their district's shape, with the distance in km."""
    return outside_of(reference.boundaries, reference.localities)


def outside_of(
    boundaries: geopandas.GeoDataFrame, localities: Sequence[Locality]
) -> dict[Locality, float]:
    """Return those of the localities that lie outside their district's shape, with the km."""
    flat = boundaries.to_crs(EQUAL_AREA_CRS)
    shapes = dict(zip(flat[DISTRICT_CODE], flat.geometry, strict=True))
    points = geopandas.GeoSeries(
        [Point(each.longitude, each.latitude) for each in localities], crs=boundaries.crs
    ).to_crs(EQUAL_AREA_CRS)
    outside = {}
    for each, point in zip(localities, points, strict=True):
        shape = shapes.get(each.district_code)
        distance = float("inf") if shape is None else point.distance(shape) / 1000
        if distance > 0:
            outside[each] = distance
    return outside
