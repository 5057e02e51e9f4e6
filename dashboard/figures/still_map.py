"""The map as a still picture: the layers of the screen's map, with every look said in full.

What reads an SVG file, typst and slides included, knows no variable, no `:is()` and no stroke
that keeps its width when the drawing is scaled: colours come from the tokens, strokes are in
scene units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.figures.map_svg import (
    MARGIN,
    STATUS_PATTERNS,
    MapDrawing,
    draw_area,
    draw_circle,
    draw_label,
    draw_neighbour,
    draw_patterns,
    draw_symbol,
)

FONT = '"Atlas Sans","Segoe UI",Arial,sans-serif'
LABEL_PIXELS, LINE_PIXELS, SIGN_PIXELS, PIN_PIXELS = 14, 15, 15, 16
RAMPS = {"soft": "soft", "survey": "survey", "diverging": "diverging"}


@dataclass(frozen=True, slots=True)
class Pin:
    """The pinned unit: its code and outline, its name and figure, and where these stand."""

    code: str
    path: str
    text: str
    x: int
    y: int
    to_right: bool


@dataclass(frozen=True, slots=True)
class StillMap:
    """A map with what scripts add to it on the screen.

    Attributes:
        drawing: The map.
        scale: Pixels of the picture for a scene unit.
        signs: Signs of districts that stand out: code, sign, where.
        pin: The pinned unit, or None.
        titles: What each unit says when it is pointed at, by code.
    """

    drawing: MapDrawing
    scale: float
    signs: Sequence[tuple[str, str, int, int]]
    pin: Pin | None
    titles: Mapping[str, str]

    @property
    def width(self) -> float:
        """Pixels across."""
        return (self.drawing.width + 2 * MARGIN) * self.scale

    @property
    def height(self) -> float:
        """Pixels down."""
        return (self.drawing.height + 2 * MARGIN) * self.scale


def draw_still(still: StillMap, x: float, y: float, beside: str = "") -> str:
    """Draw the map as a group whose upper left corner is at (x, y) of the picture.

    `beside` is what else is to lie in it, in scene units.
    """
    drawing = still.drawing
    line = round(LINE_PIXELS / still.scale)
    circles = [circle for circle in drawing.circles if circle.shown]
    areas = [draw_area(area, still.titles[area.code]) for area in drawing.areas]
    symbols = [symbol for symbol in drawing.symbols if symbol.radius]
    left, top = x + MARGIN * still.scale, y + MARGIN * still.scale
    return (
        f'<g class="map" transform="translate({left:g} {top:g}) scale({still.scale:g})">'
        f"{''.join(draw_neighbour(*each) for each in drawing.neighbours)}"
        f'<path class="rest" d="{drawing.rest}"/>'
        f'<g class="areas">{"".join(areas)}</g>'
        f'<path class="mesh" d="{drawing.mesh}"/>'
        f"{_outline(still.pin)}"
        f'<g class="circles">{"".join(draw_circle(circle) for circle in circles)}</g>'
        f'<g class="symbols">{"".join(draw_symbol(symbol) for symbol in symbols)}</g>'
        f'<g class="labels">{"".join(draw_label(*each, line) for each in drawing.labels)}</g>'
        f"{''.join(_sign(*sign) for sign in still.signs)}{_name(still.pin)}"
        f"{beside}</g>"
    )


def _outline(pin: Pin | None) -> str:
    if pin is None:
        return ""
    return f'<path class="pin-casing" d="{pin.path}"/><path class="pin-mark" d="{pin.path}"/>'


def _name(pin: Pin | None) -> str:
    if pin is None:
        return ""
    anchor = "start" if pin.to_right else "end"
    return (
        f'<text class="pin-label" x="{pin.x}" y="{pin.y}" text-anchor="{anchor}">'
        f"{escape(pin.text)}</text>"
    )


def _sign(code: str, sign: str, x: int, y: int) -> str:
    return f'<text class="group-mark" data-group="{code}" x="{x}" y="{y}">{sign}</text>'


def still_patterns() -> str:
    """Patterns that the looks of `still_style` are filled with."""
    return draw_patterns()


def still_style(ramp: str, scale: float, tokens: Mapping[str, str]) -> str:
    """Write the looks of a map of one ramp as plain CSS: classes, literal colours, scene units."""

    def pixels(count: float) -> str:
        return f"{count / scale:g}px"

    fills = [tokens[f"{RAMPS[ramp]}-{i}"] if ramp in RAMPS else tokens["soft-0"] for i in range(5)]
    coast, page, ground, ink = tokens["coast"], tokens["page"], tokens["ground"], tokens["ink"]
    font = f"font-family:{FONT}"
    halo = f"stroke:{ground};stroke-linejoin:round;paint-order:stroke"
    rules = {
        ".area": f"stroke:{coast};stroke-width:{pixels(0.9)};stroke-linejoin:round",
        **{f".c{i}": f"fill:{fill}" for i, fill in enumerate(fills)},
        ".area.z": f"fill:{tokens['blank']};stroke:{tokens['dash']};"
        f"stroke-dasharray:{pixels(2.5)} {pixels(2.5)}",
        ".area.n": f"fill:{tokens['chip']};stroke:{tokens['dash']}",
        ".swatch .area": "stroke-width:1px",
        ".swatch .area.z": "stroke-dasharray:2.5px 2.5px",
        **{f".area.{key}": f"fill:url(#{name})" for key, name in STATUS_PATTERNS.items()},
        **{
            f".swatch .area.{key}": f"fill:url(#{name}-key)"
            for key, name in STATUS_PATTERNS.items()
        },
        ".off": "opacity:0.16",
        ".hatch": f"fill:{tokens['hatch']};fill-opacity:0.72",
        **{
            f".{name}": f"fill:{tokens[token]}"
            for name, token in (
                ("hidden-ground", "hidden"),
                ("hidden-dot", "hidden-dot"),
                ("outside-ground", "outside"),
                ("outside-line", "outside-line"),
                ("unasked-ground", "unasked"),
                ("unasked-line", "unasked-line"),
            )
        },
        ".mesh": f"fill:none;stroke:{page};stroke-width:{pixels(0.6)};stroke-opacity:0.55",
        ".rest": f"fill:url(#outside);stroke:{coast};stroke-width:{pixels(0.9)}",
        ".visit": f"fill:{tokens['circle']};fill-opacity:0.8;stroke:{page};"
        f"stroke-width:{pixels(1.25)}",
        ".swatch .visit": "stroke:none",
        ".neighbour": f"{font};font-size:{pixels(14)};font-weight:400;"
        f"letter-spacing:{pixels(3)};fill:{tokens['ink-3']};text-anchor:middle",
        ".labels": f"{font};font-size:{pixels(LABEL_PIXELS)};font-weight:400;fill:{ink};{halo};"
        f"stroke-width:{pixels(3)};text-anchor:middle;dominant-baseline:central",
        ".group-mark": f"{font};font-size:{pixels(SIGN_PIXELS)};font-weight:700;fill:{ink};{halo};"
        f"stroke-width:{pixels(3)};text-anchor:middle",
        ".pin-label": f"{font};font-size:{pixels(PIN_PIXELS)};font-weight:700;"
        f"fill:{tokens['accent']};{halo};stroke-width:{pixels(4)};dominant-baseline:central",
        ".pin-casing": f"fill:none;stroke:{page};stroke-width:{pixels(6)};stroke-linejoin:round",
        ".pin-mark": f"fill:none;stroke:{tokens['accent']};stroke-width:{pixels(2.6)};"
        "stroke-linejoin:round",
        ".watermark-word": f"{font};font-size:150px;font-weight:700;letter-spacing:24px;"
        f"fill:{ink};fill-opacity:{tokens['watermark']}",
    }
    return "".join(f"{selector}{{{body}}}" for selector, body in rules.items())
