"""Where names stand on the map so that none touches another, measured in the shipped font."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

WIDTHS = Path(__file__).parent / "reference" / "font_widths.json"
FONT_PIXELS = 14
LINE_PIXELS = 15
PADDING_PIXELS = 2
LEAST_INSIDE = 0.6  # of a label's box inside its own unit, so that it names nobody else
# Screen pixels per base pixel; one layout for each.
SCALES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name: its unit, its lines, and the centre of its box in scene units."""

    code: str
    lines: tuple[str, ...]
    x: int
    y: int


@cache
def _advances() -> Mapping[str, float]:
    widths: Mapping[str, float] = json.loads(WIDTHS.read_text("utf-8"))["weights"]["500"]
    return widths


def measure(text: str) -> float:
    """Return the width of `text` in pixels at the map's label size."""
    advances = _advances()
    widest = max(advances.values())
    return sum(advances.get(letter, widest) for letter in text) * FONT_PIXELS / 1000


def place_labels(
    shapes: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
    circles: Sequence[tuple[float, float, float]],
    scale: float,
    units_per_pixel: float,
) -> list[Label]:
    """Place names greedily, the roomiest unit first; a name without room is left out.

    Args:
        shapes: Code to geometry in scene units.
        names: Code to the short name in one language.
        circles: (x, y, radius in base pixels) of visit circles to keep clear of.
        scale: Screen pixels per base pixel.
        units_per_pixel: Scene units per base pixel.

    Returns:
        Labels whose boxes meet neither each other nor a circle.
    """
    unit = units_per_pixel / scale
    taken: list[BaseGeometry] = [
        shapely.Point(x, y).buffer(radius * unit, quad_segs=4) for x, y, radius in circles
    ]
    country = shapely.union_all(list(shapes.values()))
    labels = []
    for code in sorted(shapes, key=lambda c: -shapes[c].area):
        for lines in _wordings(names[code]):
            spot = _find_spot(shapes[code], country, lines, unit, taken)
            if spot is not None:
                x, y, box = spot
                labels.append(Label(code, lines, round(x), round(y)))
                taken.append(box)
                break
    return labels


def _wordings(name: str) -> list[tuple[str, ...]]:
    """One line first; a name of two words may also stand on two."""
    words = name.split(" ")
    both: list[tuple[str, ...]] = [(name,)]
    if len(words) == 2:
        both.append((words[0], words[1]))
    return both


def _find_spot(
    shape: BaseGeometry,
    country: BaseGeometry,
    lines: tuple[str, ...],
    unit: float,
    taken: Sequence[BaseGeometry],
) -> tuple[float, float, BaseGeometry] | None:
    width = (max(measure(line) for line in lines) + 2 * PADDING_PIXELS) * unit
    height = (len(lines) * LINE_PIXELS + PADDING_PIXELS) * unit
    for points, test in ((_inside(shape), shape), (_beside(shape, width, height), None)):
        if not len(points):
            continue
        x, y = points[:, 0], points[:, 1]
        boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        free = ~shapely.intersects(boxes[:, None], np.array(taken, dtype=object)).any(axis=1)
        if test is None:
            room = np.ones(len(boxes))
            free &= ~shapely.intersects(boxes, country)
        else:
            room = shapely.area(shapely.intersection(boxes, test)) / (width * height)
            free &= room >= LEAST_INSIDE
        if free.any():
            best = int(np.argmax(np.where(free, np.round(room, 2) - _distance(points), -np.inf)))
            return float(x[best]), float(y[best]), boxes[best]
    return None


def _inside(shape: BaseGeometry) -> np.ndarray:
    """Candidates inside: the roomiest point first, then a grid."""
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, 20))[0]
    left, top, right, bottom = shape.bounds
    xs, ys = np.meshgrid(np.linspace(left, right, 15), np.linspace(top, bottom, 15))
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    return np.vstack([centre, grid[shapely.contains_xy(shape, grid)]])


def _beside(shape: BaseGeometry, width: float, height: float) -> np.ndarray:
    """Candidates on the free ground to the right, for a unit too thin for its name."""
    left, top, right, bottom = shape.bounds
    if (bottom - top) < 4 * height:
        return np.empty((0, 2))
    points = []
    for y in np.linspace(top + height, bottom - height, 25):
        row = shapely.intersection(shape, shapely.box(left, y - height, right, y + height))
        if not row.is_empty:
            points.append((row.bounds[2] + width / 2 + 60, y))
    return np.array(points).reshape(-1, 2)


def _distance(points: np.ndarray) -> np.ndarray:
    """A small wish to stay near the first candidate."""
    away = np.hypot(points[:, 0] - points[0, 0], points[:, 1] - points[0, 1])
    return np.asarray(away / 4000)
