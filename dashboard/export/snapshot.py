"""A view as one page in one file (HTML): to be shown from a stick, where there is no network.

It is frozen: map, day strip, legend, table and words of one view, in every language, without a
script. It asks nobody for anything, and says so to the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.export.asked import Asked
from dashboard.export.picture import embedded_fonts
from dashboard.figures.map_svg import watermark_pattern
from dashboard.figures.plate_svg import Plate, draw_key
from dashboard.figures.still_map import draw_still, still_patterns, still_style
from dashboard.theme import read_tokens
from dashboard.viewmodels.extract import Extract
from dashboard.viewmodels.plate import SCALE, describe_plate
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.strip import Strip, describe_strip
from dashboard.viewmodels.table import TableView, describe_table
from geodata.i18n import Translator, translators
from geodata.vocabulary import LANGUAGES

MEDIA_TYPE = "text/html; charset=utf-8"
TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The page in one language: its words and drawings."""

    lang: str
    t: Translator
    extract: Extract
    plate: Plate
    map: Markup
    keys: tuple[tuple[Markup, str, str], ...]
    strip: Strip
    table: TableView


def make_snapshot(asked: Asked) -> bytes:
    """Make the page; it opens in the language of whoever asked."""
    leaves = [draw_leaf(asked, language) for language in LANGUAGES]
    first = next(leaf for leaf in leaves if leaf.lang == asked.view.lang)
    still = first.plate.map
    tokens = read_tokens()["light"]
    marks = [watermark_pattern(leaf.extract.watermark, f"mark-{leaf.lang}") for leaf in leaves]
    text = (
        templates()
        .get_template("snapshot.html")
        .render(
            first=first,
            leaves=leaves,
            tokens=Markup(";".join(f"--{name}:{value}" for name, value in tokens.items())),
            fonts=Markup(embedded_fonts()),
            looks=Markup(still_style(still.drawing.ramp, still.scale, tokens)),
            patterns=Markup(still_patterns() + ("".join(marks) if first.extract.watermark else "")),
            width=still.width,
            height=still.height,
        )
    )
    return text.encode()


def draw_leaf(asked: Asked, language: str, scale: float = SCALE, beside: str = "") -> Leaf:
    """Draw the page in a language, its map at a scale with what is to lie beside it."""
    view, t = asked.view.to(lang=language), translators()[language]
    own = Asked(view, asked.published, t, asked.public_url, asked.home)
    plate = describe_plate(view, asked.published, t, own.extract, scale)
    reading = read(view, asked.published)
    return Leaf(
        lang=language,
        t=t,
        extract=own.extract,
        plate=plate,
        map=Markup(draw_still(plate.map, 0, 0, beside)),
        keys=tuple((Markup(draw_key(key)), key.label, key.count) for key in plate.legend),
        strip=describe_strip(view, reading, asked.published, t),
        table=describe_table(view, asked.published, t),
    )


@cache
def templates() -> Environment:
    """Templates of pages that are drawn from a view alone."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
