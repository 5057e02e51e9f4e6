"""A view as one picture (SVG): sentence, map, legend, figures' meaning, sources, marks.

The picture says all that must not be lost when it is shown without the atlas. It stands alone:
no file beside it, no variable, no script; where the reader's program has no such font, lines
have room for another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from dashboard.figures.map_svg import area_class
from dashboard.figures.still_map import (
    FONT,
    StillMap,
    draw_still,
    still_patterns,
    still_style,
)
from dashboard.lettering import BOLD, REGULAR, break_lines, measure

WIDTH = 1600
EDGE = 36
GAP = 44
LEGEND_WIDTH = 420
EMBLEM = (45, 30)
# The pale words: size, tracking, gap, distance of lines, turn in degrees.
PALE, PALE_TRACKING, PALE_GAP, PALE_ROW, PALE_TURN = 25, 4, 56, 78, -22


@dataclass(frozen=True, slots=True)
class PlateKey:
    """A row of the legend: the look of its sign, words, count; a radius where it has a circle."""

    klass: str
    label: str
    count: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Plate:
    """Everything in the picture, in words.

    Attributes:
        language: Of the words.
        lead: First part of the sentence, which is the title.
        rest: The rest of it.
        campaign: The campaign and its days.
        mark: That the data are illustrative; empty where they are not.
        watermark: The pale word; empty where there is none.
        map: The map.
        hero: A large figure, what it is, its note.
        legend_unit: What the legend counts.
        legend: Its rows.
        circles: Sizes of circles: radius in pixels, contacts; none where there are no circles.
        circles_label: What they stand for.
        groups: Signs of groups with words and counts; may be empty.
        findings_title: What the findings are called.
        findings: (sentence, its n) of what the figures come to; may be empty.
        notes: (head, text) of what the figures mean.
        statuses: (status, text).
        sources: Lines of sources and licences.
        funding: Funding statement; may be empty.
        disclaimer: Disclaimer.
        emblem: The emblem as an SVG element, where it is due.
    """

    language: str
    lead: str
    rest: str
    campaign: str
    mark: str
    watermark: str
    map: StillMap
    hero: tuple[str, str, str]
    legend_unit: str
    legend: Sequence[PlateKey]
    circles: Sequence[tuple[float, int]]
    circles_label: str
    groups: Sequence[str]
    findings_title: str
    findings: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, str]]
    statuses: Sequence[tuple[str, str]]
    sources: Sequence[str]
    funding: str
    disclaimer: str
    emblem: str


class _Column:
    """Text and signs set one under the other; knows how far down it is."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width = x, y, width
        self.parts: list[str] = []

    def say(self, text: str, size: float, look: str = "ink", weight: int = REGULAR) -> None:
        """Set a paragraph."""
        for line in break_lines(text, self.width, size, weight):
            self.y += 1.3 * size
            bold = " bold" if weight == BOLD else ""
            self.parts.append(
                f'<text class="{look}{bold}" font-size="{size:g}" x="{self.x:g}" '
                f'y="{self.y - 0.3 * size:g}">{escape(line)}</text>'
            )

    def room(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def add(self, part: str, height: float) -> None:
        """Set a drawing of a height, whose own y is 0 at its top."""
        self.parts.append(f'<g transform="translate({self.x:g} {self.y:g})">{part}</g>')
        self.y += height

    def __str__(self) -> str:
        return "".join(self.parts)


def draw_plate(plate: Plate, tokens: Mapping[str, str], fonts: str = "") -> str:
    """Draw the picture.

    Args:
        plate: What is in it.
        tokens: Colours.
        fonts: `@font-face` rules that bring the font along, where the reader has none.
    """
    head = _head(plate)
    body = head.y + 18
    legend = _Column(EDGE + plate.map.width + GAP, body, LEGEND_WIDTH)
    _legend(plate, legend)
    left = legend.x + LEGEND_WIDTH + GAP
    notes = _Column(left, body, WIDTH - EDGE - left)
    _notes(plate, notes)
    foot = _Column(EDGE, max(body + plate.map.height, legend.y, notes.y) + 22, WIDTH - 2 * EDGE)
    _findings(plate, foot)
    _foot(plate, foot)
    height = round(foot.y + 26)
    style = still_style(plate.map.drawing.ramp, plate.map.scale, tokens) + _style(tokens)
    title = escape(" · ".join(part for part in (plate.lead, plate.rest) if part))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" lang="{plate.language}" role="img" '
        f'aria-labelledby="title about"><title id="title">{title}</title>'
        f'<desc id="about">{escape(_about(plate))}</desc>'
        f"<style>{fonts}{style}</style><defs>{still_patterns()}</defs>"
        f'<rect class="page" width="{WIDTH}" height="{height}"/>'
        f"{head}{draw_still(plate.map, EDGE, body)}{_pale(plate.watermark, height)}"
        f"{legend}{notes}{foot}</svg>\n"
    )


@lru_cache(maxsize=256)
def _pale(words: str, height: float) -> str:
    """Draw the pale words over everything, word by word: many programs know no such pattern."""
    if not words:
        return ""
    step = measure(words, PALE, BOLD) + PALE_TRACKING * len(words) + PALE_GAP
    turned = math.hypot(WIDTH, height)
    parts = []
    for row, y in enumerate(range(0, round(2 * turned), PALE_ROW)):
        shift = step / 2 if row % 2 else 0
        for at in range(-round(turned / step), round(turned / step) + 1):
            x = at * step + shift
            # Where the word's middle lies once the group is turned: outside it is left out.
            angle = math.radians(PALE_TURN)
            middle = x + step / 2
            across = middle * math.cos(angle) - y * math.sin(angle)
            down = middle * math.sin(angle) + y * math.cos(angle)
            if -step < across < WIDTH + step and -PALE_ROW < down < height + PALE_ROW:
                parts.append(f'<text x="{x:.0f}" y="{y}">{escape(words)}</text>')
    return f'<g class="pale" transform="rotate({PALE_TURN})">{"".join(parts)}</g>'


def _about(plate: Plate) -> str:
    """What somebody who does not see the picture is told."""
    rows = "; ".join(f"{key.label}: {key.count}" for key in plate.legend)
    parts = (plate.mark, plate.campaign, *plate.hero, f"{plate.legend_unit}: {rows}")
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _head(plate: Plate) -> _Column:
    column = _Column(EDGE, 20, WIDTH - 2 * EDGE)
    if plate.mark:
        column.parts.append(f'<rect class="band" width="{WIDTH}" height="40"/>')
        column.y = 9
        column.say(plate.mark, 17, "band-ink", BOLD)
        column.y = 54
    column.say(plate.campaign, 16, "ink-2")
    column.room(4)
    column.say(plate.lead, 30, "ink", BOLD)
    if plate.rest:
        column.say(plate.rest, 21, "ink-2")
    return column


def _legend(plate: Plate, column: _Column) -> None:
    value, caption, note = plate.hero
    column.say(value, 52, "ink", BOLD)
    column.say(caption, 18)
    if note:
        column.say(note, 15, "ink-2")
    column.room(16)
    column.say(plate.legend_unit, 15, "ink-3")
    column.room(4)
    for key in plate.legend:
        column.add(_key(key, column.width), 27)
    for line in plate.groups:
        column.say(line, 15, "ink-2")
    if plate.circles:
        column.room(10)
        column.add(_circles(plate), 62)
        column.say(plate.circles_label, 15, "ink-2")


def draw_key(key: PlateKey) -> str:
    """Draw the sign of a row of the legend, 34 across and 25 down."""
    letter, klass = ("o", key.klass) if key.klass in "01234z" else (key.klass, "3")
    look = area_class(letter, klass if letter in "of" else "-", False)
    if key.radius:
        return f'<circle class="visit" cx="17" cy="12.5" r="{key.radius:g}"/>'
    return f'<rect class="{look}" x="0.5" y="3.5" width="33" height="18" rx="3"/>'


def _key(key: PlateKey, width: float) -> str:
    return (
        f'<g class="swatch">{draw_key(key)}</g><text class="ink" font-size="17" x="46" y="18">'
        f'{escape(key.label)}</text><text class="ink bold" font-size="17" text-anchor="end" '
        f'x="{width:g}" y="18">{escape(key.count)}</text>'
    )


def _circles(plate: Plate) -> str:
    parts, x = [], 0.0
    for radius, contacts in plate.circles:
        x += radius
        parts.append(
            f'<circle class="visit key" cx="{x:g}" cy="{38 - radius:g}" r="{radius:g}"/>'
            f'<text class="ink-2" font-size="15" text-anchor="middle" x="{x:g}" y="56">'
            f"{contacts}</text>"
        )
        x += radius + 34
    return "".join(parts)


def _notes(plate: Plate, column: _Column) -> None:
    for head, text in plate.notes:
        column.say(head, 15, "ink", BOLD)
        column.say(text, 15, "ink-2")
        column.room(7)
    column.room(6)
    for status, text in plate.statuses:
        column.say(status, 15, "ink", BOLD)
        column.say(text, 15, "ink-2")
        column.room(5)


def _findings(plate: Plate, column: _Column) -> None:
    if not plate.findings:
        return
    column.say(plate.findings_title, 17, "ink", BOLD)
    column.room(3)
    for sentence, note in plate.findings:
        column.say(sentence, 17)
        column.say(note, 15, "ink-2")
        column.room(5)
    column.room(12)


def _foot(plate: Plate, column: _Column) -> None:
    column.add(f'<rect class="rule" width="{column.width:g}" height="1"/>', 8)
    for line in plate.sources:
        column.say(line, 14, "ink-2")
    column.room(10)
    if plate.emblem:
        column.parts.append(f'<g transform="translate({EDGE} {column.y:g})">{plate.emblem}</g>')
        column.x += EMBLEM[0] + 14
        column.width -= EMBLEM[0] + 14
    if plate.funding:
        column.say(plate.funding, 16)
    column.say(plate.disclaimer, 14, "ink-2")


def _style(tokens: Mapping[str, str]) -> str:
    inks = "".join(f".{name}{{fill:{tokens[name]}}}" for name in ("ink", "ink-2", "ink-3"))
    return (
        f"text{{font-family:{FONT}}}{inks}.bold{{font-weight:700}}"
        f".page{{fill:{tokens['page']}}}.band{{fill:{tokens['band']}}}"
        f".band-ink{{fill:{tokens['band-ink']}}}.rule{{fill:{tokens['rule-strong']}}}"
        ".visit.key{stroke:none}"
        f".pale text{{font-size:{PALE}px;font-weight:700;letter-spacing:{PALE_TRACKING}px;"
        f"fill:{tokens['ink']};fill-opacity:{tokens['watermark']}}}"
    )
