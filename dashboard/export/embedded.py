"""A view as the page that stands in somebody else's: map, legend, days, choices, marks.

It is drawn like the page for a stick, of one language, and its choices are links and a form: no
script. The reader's own setting decides between light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import parse_qsl

from markupsafe import Markup

from dashboard import assets
from dashboard.export.asked import Asked
from dashboard.export.picture import CUTS
from dashboard.export.snapshot import draw_leaf, templates
from dashboard.figures.map_svg import draw_label, watermark_pattern
from dashboard.figures.still_map import LABEL_PIXELS, LINE_PIXELS, still_patterns, still_style
from dashboard.lettering import measure
from dashboard.state import View, format_view
from dashboard.theme import THEMES, read_tokens
from dashboard.viewmodels.drawing import CIRCLE, ramp_of
from dashboard.viewmodels.page import CIRCLE_EXAMPLES, describe_families
from dashboard.viewmodels.plate import describe_still
from dashboard.viewmodels.reading import read

# Pixels for a scene unit where there is room beside the map, and on a phone: names are then about
# as large as the text.
WIDE, NARROW = 0.115, 0.072
TURNING = 680  # pixels of the frame from which on there is room
# Keys of the address that the form's own fields stand for, and those that hold for one view alone.
KEY_LINE, KEY_ROOM = 190, 180  # scene units: height of a number, half of its width with a gap
OWN = ("indicator", "from", "to")
DROPPED = {"classes": (), "sort": "name", "page": "map", "against": "", "focus": ""}


@dataclass(frozen=True, slots=True)
class Day:
    """A bar of the strip as a link: where it leads, and whether it is the day shown."""

    query: str
    alone: bool


def draw_embedded(asked: Asked, style: str) -> str:
    """Draw the page; `style` is that of `embedded_style`."""
    view, published = asked.view, asked.published
    days = published.document["days"]
    whole = view.to(first=0, last=len(days) - 1)
    leaf = draw_leaf(asked, view.lang, WIDE, _names(asked) + _circles(asked))
    watermark = leaf.extract.watermark
    plain = view.to(**DROPPED)
    return (
        templates()
        .get_template("embed.html")
        .render(
            leaf=leaf,
            view=view,
            style=Markup(style),
            patterns=Markup(
                still_patterns() + (watermark_pattern(watermark, "pale") if watermark else "")
            ),
            atlas="/" + _query(view, asked),
            families=describe_families(published, asked.t),
            kept=_kept(plain, asked),
            dates=[(day, asked.t.period(at, at, year=False)) for day, at in _dates(days)],
            days=[
                Day(_query(view.to(first=at, last=at), asked), view.first == at == view.last)
                for at in range(len(days))
            ],
            whole=None if view == whole else _query(whole, asked),
        )
    )


def _dates(days: list[str]) -> list[tuple[str, date]]:
    return [(day, date.fromisoformat(day)) for day in days]


def _names(asked: Asked) -> str:
    """The names that there is room for on a phone; the style shows these or the others.

    A name that would stand beside the map has no room there.
    """
    reading = read(asked.view, asked.published)
    still = describe_still(asked.view, reading, asked.published, asked.t, NARROW)
    line = round(LINE_PIXELS / NARROW)
    names = "".join(
        draw_label(code, lines, x, y, line)
        for code, lines, x, y in still.drawing.labels
        if x + max(measure(each, LABEL_PIXELS) for each in lines) / 2 / NARROW < still.drawing.width
    )
    return f'<g class="labels narrow">{names}</g>'


def _circles(asked: Asked) -> str:
    """Examples of circles with their contacts, at the scale of the map whatever its width."""
    scene = asked.published.document["scene"]
    if ramp_of(read(asked.view, asked.published)) != "soft":
        return ""
    parts, x = [], scene["width"]
    bottom = scene["height"] - KEY_LINE
    for contacts in reversed(CIRCLE_EXAMPLES):
        radius = round(CIRCLE * contacts**0.5 * scene["pixel"])
        x -= max(radius, KEY_ROOM)
        parts.append(
            f'<circle class="visit" cx="{x}" cy="{bottom - radius}" r="{radius}"/>'
            f'<text class="circle-key" x="{x}" y="{bottom + KEY_LINE}">{contacts}</text>'
        )
        x -= max(radius, KEY_ROOM)
    return "".join(parts)


def _query(view: View, asked: Asked) -> str:
    return format_view(view, asked.published, asked.home) or "?"


def _kept(view: View, asked: Asked) -> list[tuple[str, str]]:
    """What the form hands on of a view: all that it has no field for."""
    pairs = parse_qsl(format_view(view, asked.published, asked.home).lstrip("?"))
    return [(key, value) for key, value in pairs if key not in OWN]


def embedded_style(asked: Asked) -> str:
    """Write the page's style, which its content policy knows by its digest."""
    return _style(ramp_of(read(asked.view, asked.published)))


@cache
def _style(ramp: str) -> str:
    themes = read_tokens()
    variables = {name: f"var(--{name})" for name in themes["light"]}
    light, dark = (
        ";".join(f"--{name}:{value}" for name, value in themes[theme].items()) for theme in THEMES
    )
    return (
        templates()
        .get_template("embed.css")
        .render(
            fonts=Markup(_fonts()),
            light=Markup(light),
            dark=Markup(dark),
            wide=Markup(still_style(ramp, WIDE, variables)),
            narrow=Markup(still_style(ramp, NARROW, variables)),
            turning=TURNING,
            key_wide=f"{LABEL_PIXELS / WIDE:g}px",
            key_narrow=f"{LABEL_PIXELS / NARROW:g}px",
        )
    )


def _fonts() -> str:
    rules = []
    for cut, letters in CUTS.items():
        name = next(n for n in assets.files() if n.startswith(f"fonts/atlas-sans-{cut}."))
        rules.append(
            '@font-face{font-family:"Atlas Sans";font-weight:400 700;font-display:swap;'
            f'unicode-range:{letters};src:url("{assets.address(name)}") format("woff2")}}'
        )
    return "".join(rules)
