"""A view as the record of one picture: the screen's own map, legend and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dashboard.assets import FOLDER
from dashboard.figures.plate_svg import EMBLEM, Plate, PlateKey
from dashboard.figures.still_map import LABEL_PIXELS, LINE_PIXELS, PIN_PIXELS, Pin, StillMap
from dashboard.lettering import BOLD, measure
from dashboard.state import View
from dashboard.viewmodels.drawing import CIRCLE, describe_map
from dashboard.viewmodels.extract import Extract
from dashboard.viewmodels.page import CIRCLE_EXAMPLES
from dashboard.viewmodels.reading import Reading, read
from dashboard.viewmodels.text import format_value, unit_name
from dashboard.viewmodels.words import status_words
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level

SCALE = 0.17  # pixels of the picture for a scene unit
SIGNS = {"a": "▲", "e": "≈", "b": "▼"}
STANDS_OUT = ("a", "b")
SIGN_ABOVE = 150  # scene units over a district's middle
BESIDE = 40
ROOM_FOR_NAME = 1100


def describe_plate(
    view: View, published: Published, t: Translator, extract: Extract, scale: float = SCALE
) -> Plate:
    """Describe the picture of a view, which says what its extract says."""
    reading = read(view, published)
    still = describe_still(view, reading, published, t, scale)
    sentence, hero = extract.sentence, extract.hero
    rest = " · ".join(part for part in (sentence.middle, sentence.tail) if part)
    ramp = still.drawing.ramp
    pixels = scale * published.document["scene"]["pixel"]
    return Plate(
        language=t.language,
        lead=sentence.lead,
        rest=rest,
        campaign=extract.campaign,
        mark=extract.mark,
        watermark=extract.watermark,
        map=still,
        hero=(hero.value, hero.caption, hero.note),
        legend_unit=extract.legend_unit,
        legend=[
            PlateKey(
                key.klass,
                key.label,
                t.number(key.count),
                2.6 + 1.5 * int(key.klass) if ramp == "count" and key.klass in "01234" else 0,
            )
            for key in extract.legend
        ],
        circles=[(round(CIRCLE * n**0.5 * pixels, 1), n) for n in CIRCLE_EXAMPLES]
        if ramp == "soft"
        else [],
        circles_label=t.text("legend.circles"),
        groups=_groups(reading, t),
        findings_title=t.text("findings.title"),
        findings=[(each.text, each.note) for each in extract.findings],
        notes=extract.notes,
        statuses=extract.statuses,
        sources=[*extract.sources, *([extract.address] if extract.address else [])],
        funding=extract.funding,
        disclaimer=extract.disclaimer,
        # Funding statement and emblem stand together, yet never on data that are invented.
        emblem=_emblem() if extract.funding and not extract.mark else "",
    )


def describe_still(
    view: View, reading: Reading, published: Published, t: Translator, scale: float
) -> StillMap:
    """Describe the map of a view with what scripts add to it on the screen."""
    pixels = scale * published.document["scene"]["pixel"]
    drawing = describe_map(view, reading, published, t, pixels)
    pin = _pin(view, reading, published, t)
    names = [label for label in drawing.labels if pin is None or _is_clear(label, pin, scale)]
    anchors = published.document["scene"]["anchors"]
    signs = [
        (code, SIGNS[letter], anchors[code][0], anchors[code][1] - SIGN_ABOVE)
        for code, letter in zip(reading.codes, reading.groups, strict=False)
        if letter in STANDS_OUT
    ]
    return StillMap(replace(drawing, labels=names), scale, signs, pin, _titles(reading, t))


def _is_clear(label: tuple[str, Sequence[str], int, int], pin: Pin, scale: float) -> bool:
    """Whether a name leaves the pinned unit's own room; that one needs none beside."""
    code, lines, x, y = label
    if code == pin.code:
        return False
    half = max(measure(line, LABEL_PIXELS) for line in lines) / 2 / scale
    long = measure(pin.text, PIN_PIXELS, BOLD) / scale
    left = pin.x if pin.to_right else pin.x - long
    apart = abs(y - pin.y) > (len(lines) * LINE_PIXELS + PIN_PIXELS) / 2 / scale
    return apart or x + half < left or x - half > left + long


def _titles(reading: Reading, t: Translator) -> dict[str, str]:
    """Name, figure and n of each unit, or its status in words."""
    words = status_words(t)
    titles = {}
    for code, letter, value, n in zip(
        reading.codes, reading.frame["s"], reading.frame["v"], reading.frame["n"], strict=True
    ):
        said = words[letter]
        if value is not None:
            figure = format_value(t, reading.about, value)
            said = f"{figure}, {t.text('hero.n', n=t.number(n))}"
            said += f", {words['f']}" if letter == "f" else ""
        titles[code] = f"{unit_name(t, code)}: {said}"
    return titles


def _pin(view: View, reading: Reading, published: Published, t: Translator) -> Pin | None:
    """The pinned unit, where it is one of the map's; its name on the side with more room."""
    scene = published.document["scene"]
    if view.pin not in reading.codes:
        return None
    at = reading.codes.index(view.pin)
    value, letter = reading.frame["v"][at], reading.frame["s"][at]
    said = status_words(t)[letter] if value is None else format_value(t, reading.about, value)
    sign = SIGNS.get(reading.groups[at : at + 1], "")
    left, top, right, bottom = scene["boxes"][view.pin]
    room = scene["width"] - right
    to_right = room >= left or room > ROOM_FOR_NAME
    paths = scene["districts" if reading.level is Level.DISTRICT else "regions"]
    return Pin(
        code=view.pin,
        path=paths[view.pin],
        text=f"{unit_name(t, view.pin)} {said} {sign}".strip(),
        x=right + BESIDE if to_right else left - BESIDE,
        y=(top + bottom) // 2,
        to_right=to_right,
    )


def _groups(reading: Reading, t: Translator) -> list[str]:
    """What stands out from the rest of the country, where that is asked."""
    if not reading.groups:
        return []
    counts = [
        f"{SIGNS[letter]} {t.text(f'group.{letter}')} {reading.groups.count(letter)}"
        for letter in SIGNS
    ]
    return [t.text("group.title"), "   ".join(counts)]


@cache
def _emblem() -> str:
    """The emblem of the European Union, drawn as shipped, at the size it has in pictures."""
    text = (FOLDER / "emblem" / "eu.svg").read_text("utf-8")
    body = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return f'<g transform="scale({EMBLEM[1] / 540:.6f})">{body}</g>'
