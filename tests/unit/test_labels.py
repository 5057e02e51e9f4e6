"""Names on the map: none touches another, none stands on a circle, none names a neighbour."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely

from geodata.districts import all_districts
from geodata.labels import LINE_PIXELS, measure, place_labels
from geodata.scene import UNITS_PER_PIXEL
from tests import world

SHAPES = world.scene().districts
CIRCLES = [(1500.0, 2300.0, 20.0), (900.0, 700.0, 12.0)]


def box(label, scale: float) -> shapely.Geometry:
    unit = UNITS_PER_PIXEL / scale
    width = max(measure(line) for line in label.lines) * unit
    height = len(label.lines) * LINE_PIXELS * unit
    return shapely.box(
        label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2
    )


@pytest.mark.parametrize(("lang", "scale"), [("ro", 1.0), ("ru", 1.4)])
def test_names_touch_neither_each_other_nor_circles(lang: str, scale: float) -> None:
    names = {d.code: d.short(lang) for d in all_districts()}
    placed = place_labels(SHAPES, names, CIRCLES, scale, UNITS_PER_PIXEL)
    assert len({label.code for label in placed}) == len(placed) > 20
    for one, two in combinations(placed, 2):
        assert not box(one, scale).intersects(box(two, scale)), (one, two)
    for label in placed:
        assert " ".join(label.lines) == names[label.code]
        for x, y, radius in CIRCLES:
            spot = shapely.Point(x, y).buffer(radius * UNITS_PER_PIXEL / scale * 0.95)
            assert not box(label, scale).intersects(spot), label
        inside = box(label, scale).intersection(SHAPES[label.code]).area / box(label, scale).area
        beside = not box(label, scale).intersects(world.scene().country)
        assert inside > 0.55 or beside, label


def test_larger_maps_name_more() -> None:
    names = {d.code: d.short("ro") for d in all_districts()}
    small = place_labels(SHAPES, names, (), 0.62, UNITS_PER_PIXEL)
    large = place_labels(SHAPES, names, (), 3.0, UNITS_PER_PIXEL)
    assert len(small) < len(large)
    assert len(large) >= 35


def test_a_place_without_room_is_left_out() -> None:
    assert place_labels({"A": shapely.box(0, 0, 5, 5)}, {"A": "Anenii Noi"}, (), 1, 10) == []


def test_letters_have_their_widths() -> None:
    assert measure("") == 0
    assert measure("iii") < measure("WWW")
    assert measure("Șș") > 0
