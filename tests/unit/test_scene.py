"""The map's drawing: every district, in bounds, neighbours without gaps, places inside."""

from __future__ import annotations

import re

import shapely

from geodata.districts import all_districts
from geodata.localities import all_localities
from geodata.regions import all_regions
from geodata.scene import HEIGHT, describe_scene, to_path
from tests import world

SCENE = world.scene()


def walk(path: str) -> list[list[tuple[int, int]]]:
    """Read a path of one move and relative steps per ring back into points."""
    rings = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([^z]*)z", path):
        x, y = map(int, start.split())
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        rings.append(ring)
    return rings


def test_every_district_is_drawn_in_order() -> None:
    assert list(SCENE.districts) == [d.code for d in all_districts()]
    assert list(SCENE.regions) == [r.code for r in all_regions()]
    assert all(shape.is_valid and shape.area > 0 for shape in SCENE.districts.values())


def test_the_country_fills_its_frame() -> None:
    left, top, right, bottom = SCENE.country.bounds
    assert (left, top) == (0, 0)
    assert (right, bottom) == (SCENE.width, HEIGHT)


def test_districts_do_not_overlap_and_leave_no_gap() -> None:
    shapes = list(SCENE.districts.values())
    total = sum(shape.area for shape in shapes)
    assert abs(total - shapely.union_all(shapes).area) < 1e-4 * total
    for region in all_regions():
        inside = [
            SCENE.districts[d.code].area for d in all_districts() if d.region_code == region.code
        ]
        assert abs(sum(inside) - SCENE.regions[region.code].area) < 1e-4 * total


def test_areas_keep_their_proportions() -> None:
    """A conformal grid: Soroca is 1,042 km² of 33,846 (National Bureau of Statistics)."""
    share = SCENE.districts["MD-SO"].area / SCENE.country.area
    assert abs(share - 1042 / 33846) < 0.002


def test_paths_are_the_shapes() -> None:
    for shape in SCENE.districts.values():
        rings = walk(to_path(shape))
        drawn = shapely.union_all([shapely.Polygon(r) for r in rings if len(r) > 2])
        assert (
            shapely.hausdorff_distance(
                drawn.exterior if drawn.geom_type == "Polygon" else drawn.boundary, shape.boundary
            )
            < 60
            or len(rings) > 1
        )


def test_paths_are_integers_and_short() -> None:
    described = describe_scene(SCENE, ["L1442"])
    paths = [*described["districts"].values(), *described["regions"].values()]
    assert all(re.fullmatch(r"[Mlz\d \-]+", path) for path in paths)
    assert sum(map(len, described["districts"].values())) < 60_000
    assert set(described["places"]) == {"L1442"}


def test_localities_stand_in_their_district() -> None:
    """Positions come from a gazetteer: nearly all stand inside, the rest by their border."""
    outside = 0
    for place in all_localities():
        point = shapely.Point(*SCENE.places[place.code])
        if not SCENE.districts[place.district_code].covers(point):
            outside += 1
            assert SCENE.districts[place.district_code].distance(point) < 200, place
    assert outside < 0.02 * len(all_localities())


def test_a_hole_is_a_ring_of_its_own() -> None:
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    assert len(walk(to_path(hole))) == 2
    assert walk(to_path(shapely.box(0, 0, 5, 7)))[0][0] in {(0, 0), (5, 0), (5, 7), (0, 7)}
