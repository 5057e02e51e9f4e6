"""A view on paper and as pixels: the brief (PDF, two sheets) and the picture (PNG), by typst.

typst is loaded when asked for. It sees our own fonts and this process's words alone: no font of
the system, no package, no network.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.export.asked import Asked
from dashboard.export.picture import draw_svg
from dashboard.figures.plate_svg import EMBLEM, WIDTH, Plate, PlateKey, draw_key
from dashboard.figures.still_map import draw_still, still_patterns, still_style
from dashboard.theme import read_tokens
from dashboard.viewmodels.plate import describe_plate
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.strip import describe_strip
from dashboard.viewmodels.table import describe_table

PDF, PNG = "application/pdf", "image/png"
FONTS = Path(__file__).parent / "fonts"
TEMPLATE = Path(__file__).parents[1] / "templates" / "brief.typ"
COLUMNS = ("name", "value", "n", "interval", "group", "status")
TOKENS = ("ink", "ink-2", "rule", "rule-strong", "bar", "band", "band-ink")
DOTS = 108  # an inch of 72 points: the picture's 1600 points become 2400 pixels
PICTURE = f"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.picture), format: "svg", width: {WIDTH}pt)
"""
ONE_AT_A_TIME = threading.Lock()  # the compiler is not to be shared between threads


def make_png(asked: Asked) -> bytes:
    """Make the picture as pixels: for whoever cannot place a vector picture."""
    return _compile(PICTURE.encode(), {"picture": draw_svg(asked)}, format="png", ppi=float(DOTS))


def make_brief(asked: Asked) -> bytes:
    """Make the brief: two sheets, tagged for screen readers, with bookmarks, its fonts inside."""
    plate = describe_plate(asked.view, asked.published, asked.t, asked.extract)
    inputs = {"map": _map(plate), "data": json.dumps(_data(asked, plate), ensure_ascii=False)}
    made = datetime.combine(asked.extract.made, time(), UTC)
    return _compile(
        TEMPLATE.read_bytes(),
        inputs,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=made,
    )


def _compile(source: bytes, inputs: dict[str, str], **options: Any) -> bytes:
    with ONE_AT_A_TIME:
        made = _compiler().compile(input=source, sys_inputs=inputs, **options)
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for and several pictures came")
    return made


@cache
def _compiler() -> Any:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    # Its root is the folder of fonts: a document reads no other file.
    return typst.Compiler(root=FONTS, font_paths=fonts)


def _data(asked: Asked, plate: Plate) -> dict[str, Any]:
    """Everything that the template sets, as plain values."""
    t, extract, tokens = asked.t, asked.extract, read_tokens()["light"]
    reading = read(asked.view, asked.published)
    strip = describe_strip(asked.view, reading, asked.published, t)
    table = describe_table(asked.view, asked.published, t)
    kept = [at for at, column in enumerate(table.columns) if column.key in COLUMNS]
    style = still_style(plate.map.drawing.ramp, plate.map.scale, tokens)
    source = extract.sources[-1]
    return {
        "language": t.language,
        "tokens": {name: tokens[name] for name in TOKENS},
        "pale": float(tokens["watermark"]),
        "sentence": str(extract.sentence),
        "author": asked.published.document["campaign"]["publisher"],
        "keywords": [extract.name, extract.period],
        "date": [extract.made.year, extract.made.month, extract.made.day],
        "mark": extract.mark,
        "watermark": extract.watermark,
        "campaign": extract.campaign,
        "lead": plate.lead,
        "rest": plate.rest,
        "about": f"{extract.sentence}. "
        + "; ".join(f"{key.label}: {key.count}" for key in plate.legend),
        "hero": list(plate.hero),
        "legend-title": f"{t.text('file.legend')}: {plate.legend_unit}",
        "legend": [[_key(key, style), key.label, key.count] for key in plate.legend],
        "groups": list(plate.groups),
        "circles": _circles(plate, tokens) if plate.circles else None,
        "circles-label": plate.circles_label,
        "days": {
            "title": strip.title,
            "total": strip.total,
            "bars": [[bar.name, bar.count, bar.height, bar.inside] for bar in strip.bars],
        },
        "room": 66,
        "findings-title": t.text("findings.title"),
        "findings": [[each.text, each.note] for each in extract.findings],
        "table": {
            "caption": table.caption,
            "head": [table.columns[at].label for at in kept],
            "numeric": [table.columns[at].numeric for at in kept],
            "rows": [[row.cells[at] for at in kept] for row in table.rows],
            "none": t.text("slides.none"),
        },
        "method-title": t.text("slides.method"),
        "notes": [list(each) for each in extract.notes],
        "statuses": [list(each) for each in extract.statuses],
        "sources-title": t.text("method.sources"),
        "sources": [*extract.sources, *([extract.address] if extract.address else [])],
        "funding": extract.funding,
        "emblem": _drawing(plate.emblem, *EMBLEM) if plate.emblem else "",
        "disclaimer": extract.disclaimer,
        "foot": " · ".join(part for part in (extract.campaign, source) if part),
    }


def _map(plate: Plate) -> str:
    """The map alone, as the picture has it."""
    still, tokens = plate.map, read_tokens()["light"]
    style = still_style(still.drawing.ramp, still.scale, tokens)
    inside = f"<style>{style}</style><defs>{still_patterns()}</defs>{draw_still(still, 0, 0)}"
    return _drawing(inside, still.width, still.height)


def _key(key: PlateKey, style: str) -> str:
    """The sign of a row of the legend."""
    patterns = f"<style>{style}</style><defs>{still_patterns()}</defs>"
    return _drawing(f'{patterns}<g class="swatch">{draw_key(key)}</g>', 34, 25)


def _circles(plate: Plate, tokens: Mapping[str, str]) -> str:
    """Examples of circles with the contacts that they stand for."""
    parts, x = [], 4.0
    for radius, contacts in plate.circles:
        x += radius
        parts.append(
            f'<circle cx="{x:g}" cy="{38 - radius:g}" r="{radius:g}" fill="{tokens["circle"]}" '
            f'fill-opacity="0.8"/><text font-family="Atlas Sans" font-size="15" '
            f'text-anchor="middle" x="{x:g}" y="56" fill="{tokens["ink-2"]}">{contacts}</text>'
        )
        x += radius + 34
    return _drawing("".join(parts), 240, 62)


def _drawing(inside: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{inside}</svg>'
    )
