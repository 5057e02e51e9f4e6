"""Where names stand on the map so that none touches another, measured in the shipped font."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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
    taken = _Taken(circles, unit)
    country = _union(tuple(shapes.values()))
    labels = []
    for code in sorted(shapes, key=lambda c: -shapes[c].area):
        for lines in _wordings(names[code]):
            spot = _find_spot(shapes[code], country, lines, unit, taken)
            if spot is not None:
                labels.append(Label(code, lines, round(spot[0]), round(spot[1])))
                taken.add(*spot)
                break
    return labels


class _Taken:
    """Ground that is taken: boxes of placed labels, and circles."""

    def __init__(self, circles: Sequence[tuple[float, float, float]], unit: float) -> None:
        self._circles = np.array(circles, dtype=float).reshape(-1, 3) * (1, 1, unit)
        self._boxes = np.empty((0, 4))

    def add(self, x: float, y: float, width: float, height: float) -> None:
        """Take a box around a middle."""
        self._boxes = np.vstack([self._boxes, (x, y, width, height)])

    def free(self, points: np.ndarray, width: float, height: float) -> np.ndarray:
        """Which middles leave a box clear of everything taken."""
        x, y = points[:, :1], points[:, 1:]
        across = np.abs(x - self._boxes[:, 0]) < (width + self._boxes[:, 2]) / 2
        down = np.abs(y - self._boxes[:, 1]) < (height + self._boxes[:, 3]) / 2
        # The nearest point of the box to a circle's middle, not within its radius.
        to_x = np.maximum(np.abs(x - self._circles[:, 0]) - width / 2, 0)
        to_y = np.maximum(np.abs(y - self._circles[:, 1]) - height / 2, 0)
        meets = np.hypot(to_x, to_y) < self._circles[:, 2]
        return np.asarray(~((across & down).any(axis=1) | meets.any(axis=1)))


@lru_cache(maxsize=8)
def _union(shapes: tuple[BaseGeometry, ...]) -> BaseGeometry:
    country = shapely.union_all(list(shapes))
    shapely.prepare(country)
    return country


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
    taken: _Taken,
) -> tuple[float, float, float, float] | None:
    """Return the middle and the size of the best free box, inside first, else beside."""
    width = (max(measure(line) for line in lines) + 2 * PADDING_PIXELS) * unit
    height = (len(lines) * LINE_PIXELS + PADDING_PIXELS) * unit
    points = _inside(shape)
    free = taken.free(points, width, height)
    room = np.zeros(len(points))
    room[free] = _share_inside(shape, points[free], width, height)
    free &= room >= LEAST_INSIDE
    if not free.any():
        points = _beside(shape, width, height)
        free = taken.free(points, width, height)
        free &= ~shapely.intersects(country, _boxes(points, width, height))
        room = np.ones(len(points))
    if not free.any():
        return None
    best = int(np.argmax(np.where(free, np.round(room, 2) - _distance(points), -np.inf)))
    return float(points[best, 0]), float(points[best, 1]), width, height


def _boxes(points: np.ndarray, width: float, height: float) -> np.ndarray:
    x, y = points[:, 0], points[:, 1]
    return np.asarray(
        shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2), dtype=object
    )


def _share_inside(
    shape: BaseGeometry, points: np.ndarray, width: float, height: float
) -> np.ndarray:
    """Share of each box inside the shape, from a grid of points: cutting would cost 50 times."""
    across = np.linspace(-width / 2, width / 2, 11)
    down = np.linspace(-height / 2, height / 2, 5)
    dx, dy = (grid.ravel() for grid in np.meshgrid(across, down))
    x = points[:, :1] + dx
    y = points[:, 1:] + dy
    return np.asarray(shapely.contains_xy(shape, x, y).mean(axis=1))


@lru_cache(maxsize=128)
def _inside(shape: BaseGeometry) -> np.ndarray:
    """Candidates inside: the roomiest point first, then a grid."""
    shapely.prepare(shape)
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
