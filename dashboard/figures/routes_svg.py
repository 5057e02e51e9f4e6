"""The routes of mobile centres as SVG text over the scene's districts.

Centres differ by letter and by the dashes of their line, never by colour alone. The shapes of
districts are in the browser already: `data-shape` names them, and `assets/16-drawing.js` puts them
in. Nothing geometric is computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboard.figures.map_svg import MARGIN, watermark_pattern

RADIUS = 96
STYLES = 6  # dashes of lines, as assets/56-plan.css has them


@dataclass(frozen=True, slots=True)
class Ground:
    """A district under the routes."""

    code: str
    in_scope: bool
    off: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A stop: the centre's letter, where, what it says, and whether anybody was there."""

    letter: str
    x: int
    y: int
    title: str
    held: bool
    district: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A centre's stops in their order; `style` is its dashes, below zero for no line at all."""

    style: int
    stops: tuple[RouteStop, ...]


@dataclass(frozen=True, slots=True)
class RoutesDrawing:
    """Everything on the map of routes."""

    width: int
    height: int
    grounds: tuple[Ground, ...]
    lines: tuple[RouteLine, ...]
    watermark: str


def draw_routes(drawing: RoutesDrawing) -> str:
    """Draw the map as one `svg` element; its words for those who do not see it stand beside it."""
    box = f"{-MARGIN} {-MARGIN} {drawing.width + 2 * MARGIN} {drawing.height + 2 * MARGIN}"
    mark = ""
    if drawing.watermark:
        mark = (
            f"<defs>{watermark_pattern(drawing.watermark, 'routes-mark')}</defs>"
            f'<rect class="watermark" x="{-MARGIN}" y="{-MARGIN}" '
            f'width="{drawing.width + 2 * MARGIN}" height="{drawing.height + 2 * MARGIN}" '
            'fill="url(#routes-mark)"/>'
        )
    return (
        f'<svg viewBox="{box}" preserveAspectRatio="xMidYMid meet">'
        f"{''.join(_ground(g) for g in sorted(drawing.grounds, key=lambda g: g.pinned))}"
        f"{''.join(_line(line) for line in drawing.lines)}{mark}"
        f"{''.join(_stop(s, s is line.stops[0]) for line in drawing.lines for s in line.stops)}"
        "</svg>"
    )


def draw_sample(style: int) -> str:
    """Draw a short piece of a centre's line, for its name in the list."""
    if style < 0:
        return ""
    return (
        '<svg viewBox="0 0 44 10" width="44" height="10">'
        f'<path class="route-line dash-{style % STYLES}" d="M0 5h44"/></svg>'
    )


def _ground(ground: Ground) -> str:
    looks = ("" if ground.in_scope else " outside") + (" off" if ground.off else "")
    looks += " chosen" if ground.pinned else ""
    code = ground.code
    return f'<path class="route-ground{looks}" data-pin="{code}" data-shape="{code}"/>'


def _line(line: RouteLine) -> str:
    held = [stop for stop in line.stops if stop.held]
    if line.style < 0 or len(held) < 2:
        return ""
    points = " ".join(f"{stop.x},{stop.y}" for stop in held)
    return f'<polyline class="route-line dash-{line.style % STYLES}" points="{points}"/>'


def _stop(stop: RouteStop, first: bool) -> str:
    looks = (" first" if first else "") + ("" if stop.held else " not-held")
    return (
        f'<g class="route-stop{looks}" data-pin="{escape(stop.district)}">'
        f"<title>{escape(stop.title)}</title>"
        f'<circle cx="{stop.x}" cy="{stop.y}" r="{RADIUS}"/>'
        f'<text x="{stop.x}" y="{stop.y}">{escape(stop.letter)}</text></g>'
    )
