"""One slide as a sheet of 1280 x 720 pixels, written as DrawingML.

python-pptx makes shapes one call a property at a time; a map of forty districts, as many circles
and a table take too long that way. So shapes are written as text here and parsed once a slide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from dashboard.lettering import BOLD, REGULAR, break_lines, measure

WIDTH, HEIGHT = 1280, 720
EDGE = 56
EMU = 9525  # of a pixel, where the slide is 1280 pixels wide
# Presentations are opened where the atlas's own font is not: letters of the usual ones are wider.
WIDER = 1.06
LINE = 1.22
POINTS = 0.75
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TAGS = {"ro": "ro-RO", "ru": "ru-RU", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: its text, size in pixels, colour, whether bold, and the room under it."""

    text: str
    size: float
    colour: str
    bold: bool = False
    after: float = 0
    opacity: float = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the sheet lies on a slide of another size: pixels to EMU, left and top."""

    emu: float = EMU
    left: float = 0
    top: float = 0


def lines_of(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text takes at a size, in the widest of the usual fonts."""
    return len(break_lines(text, width / WIDER, size, BOLD if bold else REGULAR))


def height_of(paragraphs: Iterable[Words], width: float) -> float:
    """How high paragraphs are when set into a width."""
    return sum(
        lines_of(each.text, width, each.size, each.bold) * each.size * LINE + each.after
        for each in paragraphs
    )


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is in the widest of the usual fonts."""
    return WIDER * measure(text, size, BOLD if bold else REGULAR)


def fitting(
    text: str, width: float, sizes: Sequence[float], lines: int, bold: bool = False
) -> float:
    """Return the largest size at which a text takes at most so many lines; else the smallest."""
    return next((size for size in sizes if lines_of(text, width, size, bold) <= lines), sizes[-1])


@dataclass
class Sheet:
    """Shapes of a slide, in the order they lie over one another."""

    language: str
    fit: Fit = field(default_factory=Fit)
    first_id: int = 1000
    parts: list[str] = field(default_factory=list)

    def number(self) -> int:
        """A new id."""
        self.first_id += 1
        return self.first_id

    def place(self, x: float, y: float, width: float, height: float) -> tuple[int, ...]:
        """Turn a box of pixels into EMU on the slide."""
        fit = self.fit
        return (
            round(fit.left + x * fit.emu),
            round(fit.top + y * fit.emu),
            max(1, round(width * fit.emu)),
            max(1, round(height * fit.emu)),
        )

    def frame(
        self, x: float, y: float, width: float, height: float, tag: str = "a:xfrm", turn: float = 0
    ) -> str:
        """Write where a shape is."""
        left, top, across, down = self.place(x, y, width, height)
        turned = f' rot="{round(turn * 60000) % 21600000}"' if turn else ""
        return (
            f'<{tag}{turned}><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{across}" cy="{down}"/></{tag}>'
        )

    def shape(
        self,
        name: str,
        box: tuple[float, float, float, float],
        look: str,
        form: str = "rect",
        about: str = "",
        words: str = "",
        turn: float = 0,
        locks: str = "",
    ) -> str:
        """Write a shape: `form` is the name of a usual one, or the XML of an own one."""
        geometry = form
        if not form.startswith("<"):
            geometry = f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>'
        body = words or "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody>"
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.number()}" name="{escape(name)}" '
            f'descr="{escape(about)}"/><p:cNvSpPr>{locks}</p:cNvSpPr><p:nvPr/></p:nvSpPr>'
            f"<p:spPr>{self.frame(*box, turn=turn)}{geometry}{look}</p:spPr>{body}</p:sp>"
        )

    def group(self, name: str, about: str, box: tuple[float, float, float, float],
              inside: Iterable[str]) -> str:  # fmt: skip
        """Write a group, whose shapes keep their places."""
        left, top, across, down = self.place(*box)
        place = f'x="{left}" y="{top}"', f'cx="{across}" cy="{down}"'
        return (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{self.number()}" name="{escape(name)}" '
            f'descr="{escape(about)}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
            f"<a:off {place[0]}/><a:ext {place[1]}/><a:chOff {place[0]}/><a:chExt {place[1]}/>"
            f"</a:xfrm></p:grpSpPr>{''.join(inside)}</p:grpSp>"
        )

    def words(
        self, paragraphs: Iterable[Words], align: str = "l", anchor: str = "t", wrap: bool = True
    ) -> str:
        """Write the text of a shape, without margins."""
        wrapping = "square" if wrap else "none"
        return (
            f'<p:txBody><a:bodyPr wrap="{wrapping}" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{''.join(self._paragraph(each, align) for each in paragraphs)}</p:txBody>"
        )

    def _paragraph(self, words: Words, align: str) -> str:
        # Points of the slide's own size: a larger or smaller template has larger or smaller words.
        points = round(words.size * self.fit.emu / EMU * POINTS * 100)
        after = round(words.after * self.fit.emu / EMU * POINTS * 100)
        return (
            f'<a:p><a:pPr algn="{align}" marL="0" indent="0"><a:lnSpc><a:spcPct val="100000"/>'
            f'</a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{after}"/>'
            f"</a:spcAft><a:buNone/></a:pPr>{self.run(words, points)}</a:p>"
        )

    def run(self, words: Words, points: int | None = None) -> str:
        """Write a text in its look; the font is the template's."""
        size = points or round(words.size * self.fit.emu / EMU * POINTS * 100)
        return (
            f'<a:r><a:rPr lang="{TAGS[self.language]}" sz="{size}" b="{int(words.bold)}" dirty="0">'
            f"{fill(words.colour, words.opacity)}</a:rPr><a:t>{escape(words.text)}</a:t></a:r>"
        )

    def say(
        self,
        name: str,
        box: tuple[float, float, float, float],
        paragraphs: Iterable[Words],
        align: str = "l",
        anchor: str = "t",
    ) -> None:
        """Set paragraphs into a box."""
        words = self.words(paragraphs, align, anchor)
        self.parts.append(self.shape(name, box, "<a:noFill/>", words=words))

    def add(self, part: str) -> None:
        """Lay a part over the others."""
        self.parts.append(part)

    def pour(self, tree: Any, parse: Any) -> None:
        """Put everything into a slide's shapes."""
        parsed = parse(f"<p:spTree {NAMESPACES}>{''.join(self.parts)}</p:spTree>")
        for element in list(parsed):
            tree.append(element)
        self.parts.clear()


def fill(colour: str, opacity: float = 1) -> str:
    """Write a plain fill of a token's colour (`#rrggbb`)."""
    return f"<a:solidFill>{_colour(colour, opacity)}</a:solidFill>"


def pattern(name: str, front: str, back: str, opacity: float = 1) -> str:
    """Write a pattern fill: it stays a pattern when the colour is changed."""
    return (
        f'<a:pattFill prst="{name}"><a:fgClr>{_colour(front, opacity)}</a:fgClr>'
        f"<a:bgClr>{_colour(back, opacity)}</a:bgClr></a:pattFill>"
    )


def line(colour: str, pixels: float, dashed: bool = False, opacity: float = 1) -> str:
    """Write an outline."""
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    return f'<a:ln w="{round(pixels * EMU)}">{fill(colour, opacity)}{dash}<a:round/></a:ln>'


NO_LINE = "<a:ln><a:noFill/></a:ln>"


def _colour(colour: str, opacity: float) -> str:
    alpha = f'<a:alpha val="{round(opacity * 100000)}"/>' if opacity < 1 else ""
    return f'<a:srgbClr val="{colour.lstrip("#").upper()}">{alpha}</a:srgbClr>'


def turned_box(x: float, y: float, width: float, height: float, turn: float) -> tuple[float, ...]:
    """Return left, top, right and bottom of a box that is turned around its middle."""
    angle = math.radians(turn)
    across = abs(width * math.cos(angle)) + abs(height * math.sin(angle))
    down = abs(width * math.sin(angle)) + abs(height * math.cos(angle))
    middle = x + width / 2, y + height / 2
    return (
        middle[0] - across / 2,
        middle[1] - down / 2,
        middle[0] + across / 2,
        middle[1] + down / 2,
    )
