"""The map as shapes: each district one freeform, named with its code, its look kept as a fill.

Paths come finished from the build; here they only change their writing, once a path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dashboard.export.deck.sheet import Sheet, Words, fill, line, pattern, width_of
from dashboard.figures.map_svg import MARGIN, Area
from dashboard.figures.plate_svg import PlateKey
from dashboard.figures.still_map import RAMPS, StillMap

MARK = re.compile(r"[Mlz]|-?\d+(?:\.\d+)?")
OFF = 0.16
LABEL, LABEL_LINE, SIGN = 12, 14, 14
# PowerPoint's own patterns for what may not be said in full, nearest to the screen's.
PATTERNS = {"s": ("pct20", "hidden-dot", "hidden"), "x": ("ltUpDiag", "outside-line", "outside")}
PATTERNS |= {"a": ("cross", "unasked-line", "unasked")}
FEW = "wdUpDiag"
DARK = 380  # sum of red, green and blue


@lru_cache(maxsize=256)
def freeform(path: str) -> tuple[tuple[int, int, int, int], str]:
    """Turn an SVG path of lines into a box in scene units and a freeform inside it."""
    rings: list[list[tuple[int, int]]] = []
    x = y = 0
    marks = iter(MARK.findall(path))
    absolute = False
    for mark in marks:
        if mark == "M":
            rings.append([])
            absolute = True
            continue
        if mark in "lz":
            continue
        across, down = int(mark), int(next(marks))
        x, y = (across, down) if absolute else (x + across, y + down)
        absolute = False
        rings[-1].append((x, y))
    left = min(x for ring in rings for x, _ in ring)
    top = min(y for ring in rings for _, y in ring)
    right = max(x for ring in rings for x, _ in ring)
    bottom = max(y for ring in rings for _, y in ring)
    parts = []
    for ring in rings:
        points = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring]
        parts.append(f"<a:moveTo>{points[0]}</a:moveTo>")
        parts += [f"<a:lnTo>{point}</a:lnTo>" for point in points[1:]]
        parts.append("<a:close/>")
    form = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{right - left}" h="{bottom - top}">{"".join(parts)}</a:path>'
        "</a:pathLst></a:custGeom>"
    )
    return (left, top, right, bottom), form


class MapShapes:
    """Draws a map on a sheet, its upper left corner at (x, y)."""

    def __init__(self, sheet: Sheet, still: StillMap, tokens: Mapping[str, str]) -> None:
        self.sheet, self.still, self.tokens = sheet, still, tokens
        ramp = still.drawing.ramp
        self.ramp = [
            tokens[f"{RAMPS[ramp]}-{i}"] if ramp in RAMPS else tokens["soft-0"] for i in range(5)
        ]

    def draw(self, x: float, y: float, names: Mapping[str, str], visits: Mapping[int, str],
             about: str) -> None:  # fmt: skip
        """Draw areas, circles, symbols, names and signs."""
        drawing, scale = self.still.drawing, self.still.scale
        self.left, self.top = x + MARGIN * scale, y + MARGIN * scale
        tokens = self.tokens
        parts = [
            self._path("outside", drawing.rest, self._look("x", "-", False), ""),
            *(self._area(area, names[area.code]) for area in drawing.areas),
        ]
        if drawing.mesh:
            look = f"<a:noFill/>{line(tokens['page'], 0.6, opacity=0.55)}"
            parts.append(self._path("district borders", drawing.mesh, look, ""))
        if self.still.pin:
            for width, token in ((5, "page"), (2.4, "accent")):
                look = f"<a:noFill/>{line(tokens[token], width)}"
                parts.append(self._path(f"chosen {self.still.pin.code}", self.still.pin.path, look))
        parts += [
            self._circle(f"visit {circle.visit}", visits.get(circle.visit, ""), circle.x, circle.y,
                         circle.radius, circle.off)
            for circle in drawing.circles
            if circle.shown
        ]  # fmt: skip
        parts += [
            self._circle(f"count {s.code}", self.still.titles.get(s.code, ""), s.x, s.y, s.radius,
                         s.off)
            for s in drawing.symbols
            if s.radius
        ]  # fmt: skip
        parts += self._words()
        box = (x, y, self.still.width, self.still.height)
        self.sheet.add(self.sheet.group("map", about, box, parts))

    def key(self, key: PlateKey, x: float, y: float) -> str:
        """Draw the sign of a row of the legend."""
        sheet = self.sheet
        if key.radius:
            box = (x + 16 - key.radius, y + 9 - key.radius, 2 * key.radius, 2 * key.radius)
            return sheet.shape(f"key {key.klass}", box, self._visit(1), "ellipse")
        letter, klass = ("o", key.klass) if key.klass in "01234z" else (key.klass, "3")
        look = self._look(letter, klass, False)
        return sheet.shape(f"key {key.klass}", (x, y, 32, 18), look)

    def circle_key(self, x: float, y: float, radius: float) -> str:
        """Draw an example of a circle."""
        box = (x - radius, y - radius, 2 * radius, 2 * radius)
        return self.sheet.shape("key circle", box, self._visit(1), "ellipse")

    def _area(self, area: Area, name: str) -> str:
        look = self._look(area.status_letter, area.klass, area.off)
        return self._path(
            f"{area.code} {name}", area.path, look, self.still.titles.get(area.code, name)
        )

    def _path(self, name: str, path: str, look: str, about: str = "") -> str:
        (left, top, right, bottom), form = freeform(path)
        scale = self.still.scale
        box = (
            self.left + left * scale,
            self.top + top * scale,
            (right - left) * scale,
            (bottom - top) * scale,
        )
        return self.sheet.shape(name, box, look, form, about)

    def _look(self, letter: str, klass: str, off: bool) -> str:
        tokens, opacity = self.tokens, OFF if off else 1
        coast = line(tokens["coast"], 0.9, opacity=opacity)
        if letter in PATTERNS:
            name, front, back = PATTERNS[letter]
            return pattern(name, tokens[front], tokens[back], opacity) + coast
        if letter == "n":
            return fill(tokens["chip"], opacity) + line(tokens["dash"], 0.9, opacity=opacity)
        if klass == "z":
            return fill(tokens["blank"], opacity) + line(tokens["dash"], 0.9, True, opacity)
        colour = self.ramp[int(klass)] if klass.isdigit() else tokens["soft-0"]
        if letter == "f":
            return pattern(FEW, tokens["hatch"], colour, opacity) + coast
        return fill(colour, opacity) + coast

    def _is_dark(self, area: Area) -> bool:
        """Whether an area's colour is nearer to black than to white."""
        if area.status_letter != "o" or not area.klass.isdigit() or area.off:
            return False
        colour = self.ramp[int(area.klass)].lstrip("#")
        return sum(int(colour[at : at + 2], 16) for at in (0, 2, 4)) < DARK

    def _holds(self, area: Area, x: float, y: float) -> bool:
        """Whether a label stands on its district, not beside it."""
        (left, top, right, bottom), _ = freeform(area.path)
        return left <= x <= right and top <= y <= bottom

    def _visit(self, opacity: float) -> str:
        edge = line(self.tokens["page"], 1, opacity=opacity)
        return fill(self.tokens["circle"], 0.8 * opacity) + edge

    def _circle(self, name: str, about: str, x: float, y: float, radius: float, off: bool) -> str:
        scale = self.still.scale
        size = radius * scale
        box = (self.left + x * scale - size, self.top + y * scale - size, 2 * size, 2 * size)
        return self.sheet.shape(name, box, self._visit(OFF if off else 1), "ellipse", about)

    def _words(self) -> list[str]:
        drawing, tokens, scale = self.still.drawing, self.tokens, self.still.scale
        parts = []
        for name, x, y in drawing.neighbours:
            parts.append(self._label(f"label {name}", [name], x, y, tokens["ink-3"]))
        looks = {area.code: area for area in drawing.areas}
        for code, lines, x, y in drawing.labels:
            area = looks.get(code)
            # No halo lies around the words of a slide: on a dark district they are light.
            dark = area is not None and self._is_dark(area) and self._holds(area, x, y)
            parts.append(
                self._label(f"label {code}", lines, x, y, tokens["page" if dark else "ink"])
            )
        for code, sign, x, y in self.still.signs:
            parts.append(self._label(f"sign {code}", [sign], x, y, tokens["ink"], True, SIGN))
        pin = self.still.pin
        if pin:
            wide = width_of(pin.text, SIGN, True) + 8
            left = self.left + pin.x * scale
            left = left if pin.to_right else left - wide
            box = (left, self.top + pin.y * scale - SIGN, wide, 2 * SIGN)
            words = self.sheet.words(
                [Words(pin.text, SIGN, tokens["accent"], True)],
                "l" if pin.to_right else "r",
                "ctr",
                wrap=False,
            )
            parts.append(self.sheet.shape("name of the chosen", box, "<a:noFill/>", words=words))
        return parts

    def _label(
        self,
        name: str,
        lines: Sequence[str],
        x: float,
        y: float,
        colour: str,
        bold: bool = False,
        size: float = LABEL,
    ) -> str:
        texts = [str(each) for each in lines]
        wide = max(width_of(text, size, bold) for text in texts) + 8
        high = LABEL_LINE * 1.15 * len(texts) + 2
        box = (
            self.left + x * self.still.scale - wide / 2,
            self.top + y * self.still.scale - high / 2,
            wide,
            high,
        )
        words = self.sheet.words(
            [Words(text, size, colour, bold) for text in texts], "ctr", "ctr", wrap=False
        )
        return self.sheet.shape(name, box, "<a:noFill/>", words=words)
