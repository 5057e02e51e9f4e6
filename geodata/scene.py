"""The map's drawing, once: projected, simplified along shared borders, as integer paths.

Screen, files and slides draw the very same scene, so they cannot differ. Nothing geometric
happens when somebody looks at a map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import shapely

from geodata import boundaries, localities, regions
from geodata.districts import all_districts, district
from geodata.localities import Locality
from geodata.vocabulary import COUNTRY_CODE
from geodata.walk import DIRECTIONS, plan_walk

MOLDOVA_TM = 4026  # MOLDREF99 / Moldova TM, metres: the country's own conformal grid
HEIGHT = 4620  # scene units from the northernmost to the southernmost point
UNITS_PER_PIXEL = 10  # at the base scale, in which the country is 462 pixels high
TOLERANCE = 250.0  # metres; below a pixel at the base scale


@dataclass(frozen=True, slots=True)
class Scene:
    """Projected geometry in integer scene units, y downwards.

    Attributes:
        width: Extent in x.
        height: Extent in y.
        districts: Code to geometry, in district order.
        regions: Code to geometry.
        country: The outline.
        places: Locality code to (x, y).
        frame: Left and top edge in metres of the grid, and scene units a metre.
    """

    width: int
    height: int
    districts: dict[str, shapely.Geometry]
    regions: dict[str, shapely.Geometry]
    country: shapely.Geometry
    places: dict[str, tuple[int, int]]
    frame: tuple[float, float, float] = (0.0, 0.0, 1.0)


def build_scene(
    shapes: geopandas.GeoDataFrame | None = None, known: Sequence[Locality] | None = None
) -> Scene:
    """Project and simplify boundaries and every locality; without a word the shipped ones."""
    shapes = boundaries.read_boundaries() if shapes is None else shapes
    frame = shapes.to_crs(MOLDOVA_TM).set_index("district_code")
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), TOLERANCE)
    left, bottom, right, top = shapely.total_bounds(simple)
    scale = HEIGHT / (top - bottom)

    def to_scene(xy: Any) -> Any:
        return np.column_stack([(xy[:, 0] - left) * scale, (top - xy[:, 1]) * scale])

    snapped = shapely.set_precision(shapely.transform(simple, to_scene), 1, mode="pointwise")
    drawn = {code: _valid(shape) for code, shape in zip(frame.index, snapped, strict=True)}
    ordered = {d.code: drawn[d.code] for d in all_districts()}
    return Scene(
        width=round((right - left) * scale),
        height=HEIGHT,
        districts=ordered,
        regions={r.code: _union(ordered, r.code) for r in regions.all_regions()},
        country=shapely.union_all(list(ordered.values())),
        places=_places(to_scene, localities.all_localities() if known is None else known),
        frame=(left, top, scale),
    )


def project(scene: Scene, shapes: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Bring further shapes, in degrees, into a scene."""
    left, top, scale = scene.frame

    def to_scene(xy: Any) -> Any:
        return np.column_stack([(xy[:, 0] - left) * scale, (top - xy[:, 1]) * scale])

    flat = geopandas.GeoSeries(list(shapes), crs=4326).to_crs(MOLDOVA_TM)
    simple = [shape.simplify(TOLERANCE) for shape in flat]
    drawn = shapely.set_precision(shapely.transform(simple, to_scene), 1)
    return [_valid(shape) for shape in drawn]


def _valid(shape: shapely.Geometry) -> shapely.Geometry:
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")


def _union(shapes: dict[str, shapely.Geometry], region: str) -> shapely.Geometry:
    inside = [shape for code, shape in shapes.items() if district(code).region_code == region]
    return shapely.union_all(inside)


def _places(to_scene: Any, known: Sequence[Locality]) -> dict[str, tuple[int, int]]:
    points = geopandas.points_from_xy(
        [p.longitude for p in known], [p.latitude for p in known], crs=4326
    ).to_crs(MOLDOVA_TM)
    xy = np.rint(to_scene(np.column_stack([points.x, points.y]))).astype(int)
    return {p.code: (int(x), int(y)) for p, (x, y) in zip(known, xy, strict=True)}


def to_path(shape: shapely.Geometry) -> str:
    """Write a polygon or multipolygon as an SVG path of relative integer steps."""
    rings = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            rings += [part.exterior, *part.interiors]
    return "".join(_ring(np.rint(shapely.get_coordinates(ring)).astype(int)) for ring in rings)


def _ring(points: Any) -> str:
    steps = np.diff(points[:-1], axis=0)
    walked = "".join(f"{_join(dx)}{_join(dy)}" for dx, dy in steps.tolist())
    return f"M{points[0][0]} {points[0][1]}l{walked.strip()}z"


def _join(step: int) -> str:
    return f"{step}" if step < 0 else f" {step}"


def describe_scene(scene: Scene, visited: Sequence[str]) -> dict[str, Any]:
    """Return the scene as plain JSON: paths, label anchors, positions of visited localities."""
    return {
        "width": scene.width,
        "height": scene.height,
        "pixel": UNITS_PER_PIXEL,
        "districts": {code: to_path(shape) for code, shape in scene.districts.items()},
        "regions": {code: to_path(shape) for code, shape in scene.regions.items()},
        "country": {COUNTRY_CODE: to_path(scene.country)},
        "anchors": {code: _anchor(shape) for code, shape in scene.districts.items()},
        "boxes": {code: _box(shape) for code, shape in scene.districts.items()}
        | {code: _box(shape) for code, shape in scene.regions.items()},
        "walk": plan_walk(scene.districts, _anchors(scene.districts))
        | plan_walk(scene.regions, _anchors(scene.regions))
        | {COUNTRY_CODE: [""] * len(DIRECTIONS)},
        "middles": {code: _anchor(shape) for code, shape in scene.regions.items()}
        | {COUNTRY_CODE: _anchor(scene.country)},
        "places": {code: scene.places[code] for code in visited},
    }


def _anchors(shapes: Mapping[str, shapely.Geometry]) -> dict[str, tuple[float, float]]:
    return {code: (x, y) for code, shape in shapes.items() for x, y in [_anchor(shape)]}


def _anchor(shape: shapely.Geometry) -> list[int]:
    """Return the middle of the roomiest place inside, where a district's own circle stands."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 20))[0]
    return [round(xy) for xy in middle.tolist()]


def _box(shape: shapely.Geometry) -> list[int]:
    return [int(edge) for edge in shape.bounds]
