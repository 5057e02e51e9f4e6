"""Walking over the map by arrow keys: every unit is reached, in the direction pressed."""

from __future__ import annotations

import pytest
import shapely

from geodata.walk import plan_walk
from tests import world

UP, RIGHT, DOWN, LEFT = range(4)


@pytest.fixture(scope="module")
def scene() -> dict:
    return world.toy().document["scene"]


@pytest.mark.parametrize("level", ["districts", "regions"])
def test_every_unit_can_be_reached_from_every_other(scene: dict, level: str) -> None:
    codes = set(scene[level])
    for start in codes:
        seen, waiting = {start}, [start]
        while waiting:
            for after in scene["walk"][waiting.pop()]:
                if after and after not in seen:
                    seen.add(after)
                    waiting.append(after)
        assert seen == codes, start


def test_a_step_goes_where_the_arrow_points(scene: dict) -> None:
    places = scene["anchors"] | scene["middles"]
    for code, steps in scene["walk"].items():
        for direction, after in enumerate(steps):
            if not after:
                continue
            dx = places[after][0] - places[code][0]
            dy = places[after][1] - places[code][1]
            along = (-dy, dx, dy, -dx)[direction]
            assert along > 0, (code, after, direction)
            assert after != code


def test_the_country_goes_nowhere(scene: dict) -> None:
    assert scene["walk"]["MD"] == ["", "", "", ""]


def test_a_neighbour_that_touches_comes_before_one_that_is_only_near() -> None:
    shapes = {
        "here": shapely.box(0, 0, 10, 10),
        "touching": shapely.box(10, 0, 60, 10),
        "near": shapely.box(14, 14, 20, 20),
    }
    anchors = {"here": (5.0, 5.0), "touching": (35.0, 5.0), "near": (17.0, 15.0)}
    assert plan_walk(shapes, anchors)["here"][RIGHT] == "touching"
    assert plan_walk(shapes, anchors)["here"][LEFT] == ""
    assert plan_walk(shapes, anchors)["near"][UP] == ""
