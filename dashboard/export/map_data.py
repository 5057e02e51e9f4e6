"""A view for other maps: GeoJSON, and a GeoPackage with styles and the visits beside it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.export.asked import Asked
from dashboard.theme import read_tokens
from dashboard.viewmodels.drawing import CIRCLE, ramp_of
from dashboard.viewmodels.extract import Extract, Field, Row
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.visits_download import read_visit_rows
from geodata.export.csv_table import Cell
from geodata.export.geojson import write_geojson
from geodata.export.geopackage import (
    AREAS,
    NONE,
    POINTS,
    Layer,
    LayerColumn,
    write_geopackage,
)
from geodata.export.qml import AreaClass, style_areas, style_points

WHOLE = ("n", "numerator", "denominator", "dont_know", "low", "high", "visits", "data_version")
VISIT_FIGURES = ("contacts", "women", "men", "screenings")
# Looks of the statuses in QGIS's own brushes: fill token, line token, brush.
LOOKS: Mapping[str, tuple[str, str, str]] = {
    "z": ("blank", "dash", "no"),
    "f": ("survey-2", "survey-3", "b_diagonal"),
    "s": ("hidden-dot", "coast", "dense6"),
    "n": ("chip", "dash", "solid"),
    "a": ("unasked-line", "coast", "cross"),
    "x": ("outside-line", "coast", "f_diagonal"),
}
MILLIMETRES = 0.2646  # of a pixel


def make_geojson(asked: Asked) -> bytes:
    """Make the areas of a view with their figures; what the fields mean stands in `fields`."""
    extract = asked.extract
    outlines = asked.published.document["outlines"]
    about = {
        "name": "districts",
        "title": str(extract.sentence),
        "lang": asked.t.language,
        "about": _about(extract),
        "fields": {field.key: field.meaning for field in extract.fields}
        | {"fill": asked.t.text("file.field.fill")},
    }
    colours = _colours(asked)
    return write_geojson(
        about,
        [
            (
                row.code,
                outlines[row.code],
                _properties(extract, row) | {"fill": colours[row.klass]},
            )
            for row in extract.rows
        ],
    )


def make_geopackage(asked: Asked) -> bytes:
    """Make the areas of a view, the visits of its days, and a table that says what they are."""
    extract, t = asked.extract, asked.t
    outlines = asked.published.document["outlines"]
    areas = Layer(
        name="districts",
        title=str(extract.sentence),
        description=extract.mark or extract.campaign,
        kind=AREAS,
        columns=[_column(field) for field in extract.fields],
        rows=[(outlines[row.code], row.cells) for row in extract.rows],
        style=_area_style(asked),
    )
    told = LayerColumn("about", "TEXT", t.text("file.about"), t.text("file.about"))
    text = LayerColumn("text", "TEXT", t.text("file.text"), t.text("file.text"))
    rows = [("", row) for row in _about_rows(extract)]
    about = Layer("about", t.text("file.about"), extract.campaign, NONE, [told, text], rows)
    return write_geopackage([areas, _visits(asked), about], extract.made)


def _about(extract: Extract) -> dict[str, object]:
    """What a file says beside its figures."""
    return {
        "campaign": extract.campaign,
        "mark": extract.mark,
        "hero": " ".join(part for part in (extract.hero.value, extract.hero.caption) if part),
        "hero_note": extract.hero.note,
        "findings": [f"{each.text} ({each.note})" for each in extract.findings],
        "legend": {key.label: key.count for key in extract.legend},
        "notes": dict(extract.notes),
        "statuses": dict(extract.statuses),
        "sources": list(extract.sources),
        "funding": extract.funding,
        "disclaimer": extract.disclaimer,
        "address": extract.address,
    }


def _about_rows(extract: Extract) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [("sentence", str(extract.sentence))]
    for key, value in _about(extract).items():
        if isinstance(value, dict):
            rows += [(key, f"{head}: {text}") for head, text in value.items()]
        elif isinstance(value, list):
            rows += [(key, str(text)) for text in value]
        elif value:
            rows.append((key, str(value)))
    return rows


def _properties(extract: Extract, row: Row) -> dict[str, Cell]:
    return {field.key: cell for field, cell in zip(extract.fields, row.cells, strict=True)}


def _column(field: Field) -> LayerColumn:
    kind = "INTEGER" if field.key in WHOLE else "REAL" if field.numeric else "TEXT"
    return LayerColumn(field.key, kind, field.label, field.meaning)


def _colours(asked: Asked) -> dict[str, str]:
    """The colour of each row of the legend; of statuses the one of their signs."""
    tokens = read_tokens()["light"]
    ramp = ramp_of(read(asked.view, asked.published))
    name = "" if ramp == "count" else ramp
    classes = {str(i): tokens[f"{name}-{i}" if name else "soft-0"] for i in range(5)}
    return classes | {key: tokens[fill] for key, (fill, _, _) in LOOKS.items()}


def _area_style(asked: Asked) -> str:
    tokens = read_tokens()["light"]
    colours = _colours(asked)
    classes = [
        AreaClass(
            key.label,
            colours[key.klass],
            tokens[LOOKS[key.klass][1] if key.klass in LOOKS else "coast"],
            LOOKS[key.klass][2] if key.klass in LOOKS else "solid",
        )
        for key in asked.extract.legend
    ]
    return style_areas("class", classes)


def _visits(asked: Asked) -> Layer:
    """The visits promised for, or held on, the days of the view, as points."""
    extract, t = asked.extract, asked.t
    found = read_visit_rows(asked.view, asked.published, t)
    place = found.keys.index("locality_code")
    points = asked.published.document["points"]
    marks = dict(zip([f.key for f in extract.fields], extract.fields, strict=True))
    constant = ("mark", "data_version", "source")
    same = [extract.same[key] for key in constant]
    columns = [
        LayerColumn(key, "INTEGER" if _is_figure(key) else "TEXT", label, label)
        for key, label in zip(found.keys, found.labels, strict=True)
    ] + [_column(marks[key]) for key in constant]
    return Layer(
        name="visits",
        title=t.text("file.visits"),
        description=extract.mark or extract.campaign,
        kind=POINTS,
        columns=columns,
        rows=[(points[str(row[place])], (*row, *same)) for row in found.rows],
        style=style_points(
            "contacts",
            read_tokens()["light"]["circle"],
            read_tokens()["light"]["page"],
            2 * CIRCLE * MILLIMETRES,
        ),
    )


def _is_figure(key: str) -> bool:
    """Whether a column of the visits holds counts."""
    return key in VISIT_FIGURES or key.endswith(("_planned", "_used"))
