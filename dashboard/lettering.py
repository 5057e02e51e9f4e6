"""How wide words are in the shipped font, so that drawings that nobody lays out break their lines.

Files draw text line by line: no reader of SVG or slide breaks lines as a browser does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from geodata.reference import REFERENCE_DIR

REGULAR, BOLD = 500, 650
# Where the font is missing the usual ones are up to so much wider.
SLACK = 1.07


@cache
def _advances(weight: int) -> Mapping[str, int]:
    document: dict[str, Any] = json.loads((REFERENCE_DIR / "font_widths.json").read_text("utf-8"))
    widths: Mapping[str, int] = document["weights"][str(weight)]
    return widths


@lru_cache(maxsize=8192)
def _units(text: str, weight: int) -> int:
    """Width of a text in thousandths of its size; most words come again and again."""
    advances = _advances(weight)
    widest = max(advances.values())
    return sum(advances.get(letter, widest) for letter in text)


def measure(text: str, size: float, weight: int = REGULAR) -> float:
    """Return the width of `text` at a size, with room for another font in place of ours."""
    return SLACK * size * _units(text, weight) / 1000


def break_lines(text: str, width: float, size: float, weight: int = REGULAR) -> list[str]:
    """Break `text` between words so that each line is at most `width`; long words are cut."""
    return list(_broken(text, width, size, weight))


@lru_cache(maxsize=4096)
def _broken(text: str, width: float, size: float, weight: int) -> tuple[str, ...]:
    """The lines; most paragraphs of a picture are those of every picture."""
    most = 1000 * width / (SLACK * size)
    space = _units(" ", weight)
    lines: list[str] = []
    line: list[str] = []
    taken = 0
    for word in text.split(" "):
        for part in _pieces(word, most, weight):
            long = _units(part, weight)
            if line and taken + space + long > most:
                lines.append(" ".join(line))
                line, taken = [], 0
            taken += long + (space if line else 0)
            line.append(part)
    return (*lines, " ".join(line))


def _pieces(word: str, most: float, weight: int) -> list[str]:
    """A word, or what it is cut into where it is longer than a line."""
    if _units(word, weight) <= most:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and _units(pieces[-1] + letter, weight) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces
