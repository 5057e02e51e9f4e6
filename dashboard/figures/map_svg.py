"""The map as SVG text: the scene's paths, one element a unit, statuses as classes.

The same text is the first paint of the page and the start of every file drawn from a view.
Names and attributes go through `escape`: every name is hostile text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

MARGIN = 60
DOT = "M25 35a10 10 0 1 0 20 0a10 10 0 1 0-20 0z"
CROSS = "M36 20h8v16h16v8H44v16h-8V44H20v-8h16z"
STATUS_PATTERNS = {f"f.c{i}": f"few-{i}" for i in range(5)} | {
    "s": "hidden",
    "x": "outside",
    "a": "unasked",
}
RAMPS = {"reach": "soft", "coverage": "soft", "opinion": "survey"}


@dataclass(frozen=True, slots=True)
class Area:
    """One unit as drawn.

    Attributes:
        code: Its code.
        region: Whether it is a region or the country rather than a district.
        path: SVG path.
        status: What may be said.
        status_letter: The status as one letter, the class of its look.
        klass: Class digit, `z` for no visit, `-` for none.
        value: Published value, or nothing.
        n: What stands behind it, or nothing.
    """

    code: str
    region: bool
    path: str
    status: str
    status_letter: str
    klass: str
    value: float | str | None
    n: int | None
    off: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """A visit: where, on which day, how many contacts."""

    visit: int
    x: int
    y: int
    radius: float
    day: int
    district: str
    shown: bool
    off: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A district's count as a circle; radius 0 is no circle."""

    code: str
    x: int
    y: int
    radius: float
    off: bool


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """Everything on the map."""

    width: int
    height: int
    ramp: str
    areas: Sequence[Area]
    mesh: str
    rest: str
    neighbours: Sequence[tuple[str, int, int]]
    circles: Sequence[Circle]
    symbols: Sequence[Symbol]
    labels: Sequence[tuple[str, Sequence[str], int, int]]
    title: str
    watermark: str


def draw_map(drawing: MapDrawing) -> str:
    """Draw the map as one `svg` element with the id `map`."""
    box = f"{-MARGIN} {-MARGIN} {drawing.width + 2 * MARGIN} {drawing.height + 2 * MARGIN}"
    return (
        f'<svg id="map" class="map" viewBox="{box}" data-ramp="{drawing.ramp}" '
        # One stop of the tab key; arrow keys walk inside (assets/js/walk.js).
        f'role="application" tabindex="0" aria-label="{escape(drawing.title)}" '
        'aria-describedby="map-keys" focusable="true" '
        f'preserveAspectRatio="xMidYMid meet">'
        f"{_definitions(drawing.watermark)}"
        '<g class="zoomed">'
        f"{''.join(draw_neighbour(*each) for each in drawing.neighbours)}"
        f'<path class="rest" d="{drawing.rest}"/>'
        f'<g class="areas">{"".join(draw_area(a) for a in drawing.areas)}</g>'
        f'<path class="mesh" d="{drawing.mesh}"/>'
        '<g class="marks"></g>'
        f"{_watermark(drawing)}"
        f'<g class="circles">{"".join(draw_circle(c) for c in drawing.circles)}</g>'
        f'<g class="symbols">{"".join(draw_symbol(s) for s in drawing.symbols)}</g>'
        f'<g class="labels">{"".join(draw_label(*label) for label in drawing.labels)}</g>'
        "</g></svg>"
    )


def area_class(status_letter: str, klass: str, off: bool) -> str:
    """CSS classes of an area: its class or status look, and whether a filter dims it."""
    look = f"c{klass}" if status_letter in "of" and klass.isdigit() else ""
    parts = ["area", look, "z" if klass == "z" else "", status_letter, "off" if off else ""]
    return " ".join(part for part in parts if part)


def draw_area(area: Area, title: str = "") -> str:
    """Draw a unit; value and n only where they may be shown. A title is what a still one says."""
    unit = "region" if area.region else "district"
    values = ""
    if area.value is not None:
        values = f' data-value="{escape(str(area.value))}" data-n="{area.n}"'
    return (
        f'<path class="{area_class(area.status_letter, area.klass, area.off)}" '
        f'data-{unit}="{area.code}" data-status="{area.status}"{values} d="{area.path}"'
        f"{f'><title>{escape(title)}</title></path>' if title else '/>'}"
    )


def draw_circle(circle: Circle) -> str:
    """Draw a visit."""
    looks = ("" if circle.shown else " hidden") + (" off" if circle.off else "")
    return (
        f'<circle class="visit{looks}" data-visit="{circle.visit}" data-day="{circle.day}" '
        f'data-in="{circle.district}" cx="{circle.x}" cy="{circle.y}" r="{circle.radius:g}"/>'
    )


def draw_symbol(symbol: Symbol) -> str:
    """Draw a district's count."""
    off = " off" if symbol.off else ""
    return (
        f'<circle class="visit{off}" data-in="{symbol.code}" cx="{symbol.x}" cy="{symbol.y}" '
        f'r="{symbol.radius:g}"/>'
    )


def draw_label(code: str, lines: Sequence[str], x: int, y: int, step: int = 150) -> str:
    """Draw a name of one line or two, `step` apart."""
    first = y - step * (len(lines) - 1) // 2
    spans = "".join(
        f'<tspan x="{x}" y="{first + step * i}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return f'<text data-label="{code}">{spans}</text>'


def draw_neighbour(name: str, x: int, y: int) -> str:
    """Draw the name of a country beside."""
    return f'<text class="neighbour" x="{x}" y="{y}">{escape(name)}</text>'


def _watermark(drawing: MapDrawing) -> str:
    if not drawing.watermark:
        return ""
    return (
        f'<rect class="watermark" x="-4200" y="-700" width="{drawing.width + 8400}" '
        f'height="{drawing.height + 1400}" fill="url(#watermark)"/>'
    )


def _definitions(watermark: str) -> str:
    style = "".join(
        f".area.{letter}{{fill:url(#{name})}}.swatch .area.{letter}{{fill:url(#{name}-key)}}"
        for letter, name in STATUS_PATTERNS.items()
    )
    style += ".rest{fill:url(#outside)}"
    mark = watermark_pattern(watermark, "watermark") if watermark else ""
    return f"<style>{style}</style><defs>{draw_patterns()}{mark}</defs>"


def draw_patterns() -> str:
    """Draw a hatch over each class for few answers, and a look for every other status."""
    looks = {f"few-{i}": (f"c{i}", "hatch", 60, 45, "M0 0h60v22H0z") for i in range(5)} | {
        "hidden": ("hidden-ground", "hidden-dot", 70, 0, DOT),
        "outside": ("outside-ground", "outside-line", 50, -45, "M0 0h50v10H0z"),
        "unasked": ("unasked-ground", "unasked-line", 80, 0, CROSS),
    }
    return "".join(_pattern(name, *look) for name, look in looks.items())


def watermark_pattern(words: str, name: str) -> str:
    """Draw the pattern of the pale repeated words that lie inside a drawing."""
    step = 132 * len(words) + 300  # a letter with its tracking, and a gap
    return (
        f'<pattern id="{name}" width="{2 * step}" height="900" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(-22)">'
        f'<text class="watermark-word" x="0" y="300">{escape(words)}</text>'
        f'<text class="watermark-word" x="{step}" y="750">{escape(words)}</text></pattern>'
    )


def _pattern(name: str, ground: str, sign: str, size: int, turn: int, path: str) -> str:
    """One look twice: in scene units for the map, and in pixels for the legend's key."""
    start = f'width="{size}" height="{size}" patternUnits="userSpaceOnUse" patternTransform='
    inside = (
        f'<rect class="{ground}" width="{size}" height="{size}"/>'
        f'<path class="{sign}" d="{path}"/></pattern>'
    )
    return (
        f'<pattern id="{name}" class="scaled" data-turn="{turn}" {start}"rotate({turn})">{inside}'
        f'<pattern id="{name}-key" {start}"rotate({turn}) scale(.1)">{inside}'
    )


def scene_json(scene: dict[str, Any]) -> dict[str, Any]:
    """The parts of the scene that the browser needs to swap levels and zoom."""
    return {
        key: scene[key]
        for key in (
            "width",
            "height",
            "pixel",
            "districts",
            "regions",
            "country",
            "boxes",
            "anchors",
            "middles",
            "walk",
        )
    }
