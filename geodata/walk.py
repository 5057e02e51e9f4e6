"""Walking over the map by arrow keys: from each unit, which one is next in each direction.

Decided once at the build. A neighbour that touches comes first, then whatever is nearest in
the direction; every unit can be reached from every other, which a test proves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import shapely

DIRECTIONS = ("up", "right", "down", "left")
AHEAD = (-math.pi / 2, 0.0, math.pi / 2, math.pi)  # angles on a screen, where y grows downwards
WIDEST = math.radians(50)
APART = 2.5  # how much farther a unit that does not touch counts


def plan_walk(
    shapes: Mapping[str, shapely.Geometry], anchors: Mapping[str, tuple[float, float]]
) -> dict[str, list[str]]:
    """Plan the walk over units.

    Args:
        shapes: Code to shape, in scene units (y downwards).
        anchors: Code to the point that stands for it.

    Returns:
        Code to the codes next to it up, right, down and left; "" where the map ends.
    """
    return {code: [_next(code, ahead, shapes, anchors) for ahead in AHEAD] for code in shapes}


def _next(
    code: str,
    ahead: float,
    shapes: Mapping[str, shapely.Geometry],
    anchors: Mapping[str, tuple[float, float]],
) -> str:
    x, y = anchors[code]
    best, least = "", math.inf
    for other, shape in shapes.items():
        if other == code:
            continue
        dx, dy = anchors[other][0] - x, anchors[other][1] - y
        turn = abs((math.atan2(dy, dx) - ahead + math.pi) % (2 * math.pi) - math.pi)
        if turn > WIDEST:
            continue
        touches = shapely.dwithin(shapes[code], shape, 2)
        cost = math.hypot(dx, dy) * (1 + turn) * (1 if touches else APART)
        if cost < least:
            best, least = other, cost
    return best
