"""Styles as QGIS stores them (QML): areas by class, points by size. Nothing else is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
VERSION = "3.28.0"
SIZE = "3"  # QGIS's number of the property that a marker's size is


@dataclass(frozen=True, slots=True)
class AreaClass:
    """A class: the text of its cells, its colours as `#rrggbb`, its brush by QGIS's name."""

    label: str
    fill: str
    line: str
    brush: str


def style_areas(column: str, classes: Sequence[AreaClass]) -> str:
    """Write the style of areas that a column of words puts into classes."""
    root, renderer = _document("categorizedSymbol")
    renderer.set("attr", column)
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, each in enumerate(classes):
        SubElement(
            categories,
            "category",
            {"symbol": str(number), "value": each.label, "label": each.label, "render": "true"},
        )
        symbol = _symbol(symbols, "fill", number)
        layer = _layer(symbol, "SimpleFill")
        _options(
            layer,
            {
                "color": _rgba(each.fill),
                "outline_color": _rgba(each.line),
                "outline_style": "solid",
                "outline_width": "0.26",
                "outline_width_unit": "MM",
                "style": each.brush,
            },
        )
    return _text(root)


def style_points(column: str, fill: str, line: str, per_root: float) -> str:
    """Write the style of points whose area is in proportion to a column.

    Args:
        column: The counts.
        fill: Colour of the points.
        line: Colour around them.
        per_root: Millimetres of diameter for the square root of one.
    """
    root, renderer = _document("singleSymbol")
    symbol = _symbol(SubElement(renderer, "symbols"), "marker", 0)
    layer = _layer(symbol, "SimpleMarker")
    _options(
        layer,
        {
            "name": "circle",
            "color": _rgba(fill, 204),
            "outline_color": _rgba(line),
            "outline_width": "0.3",
            "outline_width_unit": "MM",
            "size": "1.3",
            "size_unit": "MM",
        },
    )
    defined = SubElement(SubElement(layer, "data_defined_properties"), "Option", {"type": "Map"})
    SubElement(defined, "Option", {"type": "QString", "name": "name", "value": ""})
    properties = SubElement(defined, "Option", {"name": "properties", "type": "Map"})
    size = SubElement(properties, "Option", {"name": "size", "type": "Map"})
    formula = f'max(1.3, {per_root:.4f} * sqrt(coalesce("{column}", 0)))'
    for kind, name, value in (
        ("bool", "active", "true"),
        ("QString", "expression", formula),
        ("int", "type", SIZE),
    ):
        SubElement(size, "Option", {"type": kind, "name": name, "value": value})
    SubElement(defined, "Option", {"type": "QString", "name": "type", "value": "collection"})
    return _text(root)


def _document(kind: str) -> tuple[Element, Element]:
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology"})
    renderer = SubElement(
        root,
        "renderer-v2",
        {"type": kind, "symbollevels": "0", "enableorderby": "0", "forceraster": "0"},
    )
    return root, renderer


def _symbol(parent: Element, kind: str, number: int) -> Element:
    return SubElement(
        parent,
        "symbol",
        {"type": kind, "name": str(number), "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"},
    )


def _layer(symbol: Element, kind: str) -> Element:
    return SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})


def _options(layer: Element, values: dict[str, str]) -> None:
    options = SubElement(layer, "Option", {"type": "Map"})
    for name, value in values.items():
        SubElement(options, "Option", {"type": "QString", "name": name, "value": value})


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _text(root: Element) -> str:
    return f"{DOCTYPE}\n{tostring(root, encoding='unicode')}"
