"""The map of inspectorates as SVG text: territories as areas, seats as points where none is known.

The shapes of districts are in the browser already; see `dashboard.figures.routes_svg`.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboard.figures.map_svg import MARGIN, watermark_pattern

RADIUS = 100
WIDE = 190  # half the width of a mark that holds words


@dataclass(frozen=True, slots=True)
class Territory:
    """A district, or with a path a part of it: how it looks, whether it is left out or pinned."""

    code: str
    look: str
    off: bool
    pinned: bool
    path: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: where, words on the mark and about it, its district, whether it had a visit."""

    x: int
    y: int
    words: str
    title: str
    district: str
    visited: bool
    off: bool


@dataclass(frozen=True, slots=True)
class SeatsDrawing:
    """Everything on the map of inspectorates."""

    width: int
    height: int
    territories: tuple[Territory, ...]
    seats: tuple[Seat, ...]
    watermark: str


def draw_seats(drawing: SeatsDrawing) -> str:
    """Draw the map as one `svg` element; the table beside it says the same in words."""
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    frame = f'x="{-MARGIN}" y="{-MARGIN}" width="{width}" height="{height}"'
    mark = ""
    if drawing.watermark:
        pattern = watermark_pattern(drawing.watermark, "seats-mark")
        mark = f'<defs>{pattern}</defs><rect class="watermark" {frame} fill="url(#seats-mark)"/>'
    several = (
        '<defs><pattern id="several" width="70" height="70" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="several-ground" width="70" height="70"/>'
        '<path class="several-line" d="M0 0h14v70H0z"/></pattern></defs>'
    )
    ordered = sorted(drawing.territories, key=lambda each: (bool(each.path), each.pinned))
    return (
        f'<svg viewBox="{-MARGIN} {-MARGIN} {width} {height}" '
        f'preserveAspectRatio="xMidYMid meet">{several}'
        f"{''.join(_territory(each) for each in ordered)}{mark}"
        f"{''.join(_seat(each) for each in drawing.seats)}</svg>"
    )


def _territory(each: Territory) -> str:
    looks = f"territory {each.look}" + (" off" if each.off else "")
    looks += " chosen" if each.pinned else ""
    if each.path:
        title = f"<title>{escape(each.title)}</title>"
        return f'<path class="{looks} area" data-pin="{each.code}" d="{each.path}">{title}</path>'
    return f'<path class="{looks}" data-pin="{each.code}" data-shape="{each.code}"/>'


def _seat(seat: Seat) -> str:
    looks = (" visited" if seat.visited else "") + (" off" if seat.off else "")
    half = WIDE if seat.words else RADIUS
    words = f'<text x="{seat.x}" y="{seat.y}">{escape(seat.words)}</text>' if seat.words else ""
    return (
        f'<g class="seat{looks}" data-pin="{escape(seat.district)}">'
        f"<title>{escape(seat.title)}</title>"
        f'<rect x="{seat.x - half}" y="{seat.y - RADIUS}" width="{2 * half}" '
        f'height="{2 * RADIUS}" rx="{RADIUS}"/>{words}</g>'
    )
