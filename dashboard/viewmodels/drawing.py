"""The map of a view as a record ready to draw."""

from __future__ import annotations

from typing import Any

from dashboard.figures.map_svg import RAMPS, Area, Circle, MapDrawing, Symbol
from dashboard.state import View
from dashboard.viewmodels.reading import Reading
from geodata.districts import district
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import TOOK_PLACE, Level

SYMBOL = 17.0  # pixels of radius of an indicator's largest count, at the base scale
CIRCLE = 0.62  # pixels of radius per square root of a contact, at the base scale
LEAST_RADIUS = 2.5
BASE_SCALE = 1.0


def describe_map(
    view: View,
    reading: Reading,
    published: Published,
    t: Translator,
    scale: float = BASE_SCALE,
) -> MapDrawing:
    """Describe the map of `view`, with the names that there is room for at a scale."""
    document = published.document
    scene = document["scene"]
    opinion = reading.is_opinion
    layouts = document["labels"][t.language]
    kind = "plain" if opinion else "symbols" if is_count(reading) else "circles"
    if reading.level is not Level.DISTRICT:
        kind = "regions"
    tier = max(i for i, each in enumerate(document["labels"]["scales"]) if each <= scale)
    labels = layouts[kind][tier] if reading.level is not Level.COUNTRY else []
    return MapDrawing(
        width=scene["width"],
        height=scene["height"],
        ramp=ramp_of(reading),
        areas=_areas(view, reading, published),
        mesh="" if reading.level is Level.DISTRICT else "".join(scene["districts"].values()),
        rest="".join(p for c, p in scene["districts"].items() if not district(c).region_code),
        neighbours=[
            (t.text("map.romania"), 540, 3450),
            (t.text("map.ukraine"), scene["width"] - 330, 260),
        ],
        circles=describe_circles(view, reading, published),
        symbols=describe_symbols(view, reading, published),
        labels=[(code, lines, x, y) for code, lines, x, y in labels],
        title=t.text("map.label"),
        watermark=t.text("band.watermark") if document["campaign"]["illustrative"] else "",
    )


def ramp_of(reading: Reading) -> str:
    """Colours of the map: diverging for balances, soft where circles lie over it."""
    if is_count(reading):
        return "count"
    return "diverging" if reading.about["unit"] == "points" else RAMPS[reading.about["family"]]


def is_count(reading: Reading) -> bool:
    """Whether the map shows counts: circles on districts, never fills."""
    return bool(reading.about["unit"] == "count")


def describe_symbols(view: View, reading: Reading, published: Published) -> list[Symbol]:
    """One circle a district; of no size where the map shows no counts or the count is zero."""
    scene = published.document["scene"]
    areas = _areas(view, reading, published)
    if reading.level is not Level.DISTRICT:
        return [Symbol(code, x, y, 0, False) for code, (x, y) in scene["anchors"].items()]
    symbols = []
    for area in areas:
        x, y = scene["anchors"][area.code]
        symbols.append(Symbol(area.code, x, y, _radius(area, reading, scene), area.off))
    return symbols


def _radius(area: Area, reading: Reading, scene: dict[str, Any]) -> float:
    if not is_count(reading) or not isinstance(area.value, (int, float)):
        return 0
    share = area.value / reading.about["largest"]
    return float(round(SYMBOL * share**0.5 * scene["pixel"], 1))


def _areas(view: View, reading: Reading, published: Published) -> list[Area]:
    scene = published.document["scene"]
    paths = {Level.DISTRICT: "districts", Level.REGION: "regions", Level.COUNTRY: "country"}
    shapes = scene[paths[reading.level]]
    frame = reading.frame
    rows = reading.legend_classes()
    areas = []
    for i, code in enumerate(reading.codes):
        outside_choice = bool(
            view.districts and reading.level is Level.DISTRICT and code not in view.districts
        )
        areas.append(
            Area(
                code=code,
                region=reading.level is not Level.DISTRICT,
                path=shapes[code],
                status=str(reading.statuses()[i]),
                status_letter=frame["s"][i],
                klass=frame["c"][i],
                value=frame["v"][i],
                n=frame["n"][i],
                off=outside_choice or bool(view.classes and rows[i] not in view.classes),
            )
        )
    return areas


def describe_circles(view: View, reading: Reading, published: Published) -> list[Circle]:
    """Every visit that took place on a campaign day; hidden ones wait for their days."""
    document = published.document
    circles = []
    for visit in document["visits"]:
        if visit["status"] not in TOOK_PLACE or visit["day"] < 0:
            continue
        x, y = document["scene"]["places"][visit["locality"]]
        district_code = document["districts"][visit["district"]]
        radius = max(LEAST_RADIUS, CIRCLE * (visit["contacts"] or 0) ** 0.5)
        circles.append(
            Circle(
                visit["id"],
                x,
                y,
                round(radius * document["scene"]["pixel"], 1),
                visit["day"],
                district_code,
                not reading.is_opinion
                and not is_count(reading)
                and reading.first <= visit["day"] <= reading.last,
                bool(
                    view.districts
                    and reading.level is Level.DISTRICT
                    and district_code not in view.districts
                ),
            )
        )
    return sorted(circles, key=lambda circle: -circle.radius)
