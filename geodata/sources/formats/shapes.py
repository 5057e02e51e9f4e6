"""Shapes: GeoJSON, GeoPackage and zipped Shapefiles in any reference system.

They come out as a table: a row a feature, its attributes as text, its geometry in degrees
(WGS 84), valid, flat and wound as RFC 7946 says; a point as its longitude and latitude. What
cannot be repaired is refused in words.

GDAL opens by content and would follow a description of other data anywhere. It is asked only
for a GeoPackage or a Shapefile that was looked at before, with every other driver switched off
(`OGR_SKIP`, set before the process starts), and from memory; GeoJSON does not reach it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pyogrio
import pyproj
import shapely

from geodata.sources.formats.book import Book, Row, Sheet, Unreadable
from geodata.sources.limits import (
    HEADER_WITHIN,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_FEATURES,
    MOST_POINTS,
    MOST_SHEETS,
)

WGS84 = pyproj.CRS.from_epsg(4326)
GEOMETRY, LONGITUDE, LATITUDE = "geometry", "longitude", "latitude"
_PARTS = ("shp", "shx", "dbf", "prj", "cpg")
_DIGITS = 7
# Names of reference systems; anything else could be an address to fetch.
_SYSTEM = re.compile(r"(?i:urn:ogc:def:crs:)?(?i:EPSG|OGC|CRS)[:\d.]{1,8}:?(?i:CRS84|\d{4,6})")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Features as they were found: names of attributes, their columns, shapes, their system."""

    name: str
    names: Sequence[str]
    columns: Sequence[Sequence[Any]]
    shapes: Any
    system: Any


def open_geojson(file: IO[bytes]) -> Book:
    """Open a GeoJSON file."""
    try:
        document = json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("shapes_unreadable") from None
    return _book([_from_geojson(document)])


def open_geopackage(file: IO[bytes]) -> Book:
    """Open a GeoPackage."""
    content = file.read()
    names = [str(name) for name, kind in pyogrio.list_layers(content) if kind is not None]
    return _book([_from_gdal(content, name) for name in names[:MOST_SHEETS]])


def open_shapefiles(file: IO[bytes]) -> Book:
    """Open the Shapefiles of an archive; each is copied to an archive of its own parts only."""
    found: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            stem, _, ending = part.filename.rpartition(".")
            if ending.lower() in _PARTS and not stem.startswith("__MACOSX"):
                found.setdefault(stem, {})[ending.lower()] = archive.read(part)
    layers = []
    for stem, parts in list(found.items())[:MOST_SHEETS]:
        if "shp" not in parts:
            continue
        if not {"shx", "dbf"} <= parts.keys():
            raise Unreadable("shapes_parts")
        clean = io.BytesIO()
        with zipfile.ZipFile(clean, "w") as archive:
            for ending, content in parts.items():
                archive.writestr(f"layer.{ending}", content)
        layer = _from_gdal(clean.getvalue(), None)
        name = stem.rpartition("/")[2]
        layers.append(_Layer(name, layer.names, layer.columns, layer.shapes, layer.system))
    return _book(layers)


def _from_geojson(document: Any) -> _Layer:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise Unreadable("shapes_unreadable")
    features = document.get("features")
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Unreadable("shapes_unreadable")
    if len(features) > MOST_FEATURES:
        raise Unreadable("shapes_too_many", most=MOST_FEATURES)
    try:
        texts = [json.dumps(each.get("geometry")) for each in features]
        shapes = shapely.from_geojson([None if text == "null" else text for text in texts])
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError):
        raise Unreadable("shapes_unreadable") from None
    tables = [
        each["properties"] if isinstance(each.get("properties"), dict) else {} for each in features
    ]
    names = list(dict.fromkeys(str(name) for table in tables for name in table))
    columns = [[table.get(name) for table in tables] for name in names[:MOST_COLUMNS]]
    return _Layer("", names[:MOST_COLUMNS], columns, shapes, _geojson_system(document))


def _geojson_system(document: Mapping[str, Any]) -> Any:
    """Read the reference system of a GeoJSON file: old files may name one, never a link."""
    named = document.get("crs")
    if named is None:
        return WGS84
    try:
        name = str(named["properties"]["name"]) if named["type"] == "name" else ""
        if not _SYSTEM.fullmatch(name):
            raise Unreadable("shapes_system")
        return pyproj.CRS.from_user_input(name)
    except (pyproj.exceptions.CRSError, KeyError, TypeError):
        raise Unreadable("shapes_system") from None


def _from_gdal(content: bytes, layer: str | None) -> _Layer:
    try:
        about = pyogrio.read_info(content, layer=layer, force_feature_count=True)
        if about["features"] > MOST_FEATURES:
            raise Unreadable("shapes_too_many", most=MOST_FEATURES)
        meta, _, geometry, columns = pyogrio.raw.read(
            content, layer=layer, force_2d=True, datetime_as_string=True
        )
        shapes = shapely.from_wkb(geometry) if geometry is not None else np.array([], dtype=object)
        system = pyproj.CRS.from_user_input(meta["crs"]) if meta["crs"] else None
    except pyproj.exceptions.CRSError:
        raise Unreadable("shapes_system") from None
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError):
        raise Unreadable("shapes_unreadable") from None
    names = [str(name) for name in meta["fields"]]
    return _Layer(layer or "", names, [list(column) for column in columns], shapes, system)


def _book(layers: Sequence[_Layer]) -> Book:
    tables = [(layer.name, _rows(layer)) for layer in layers if len(layer.shapes)]
    sheets = [Sheet(name, rows[:HEADER_WITHIN], []) for name, rows in tables]
    return Book(sheets, lambda position: iter(tables[position][1]))


def _rows(layer: _Layer) -> list[Row]:
    """Write a layer as rows: a header, then a row for each feature."""
    shapes = _degrees(layer)
    points = all(each is None or each.geom_type == "Point" for each in shapes)
    written = _points(shapes) if points else _areas(shapes)
    names = [LONGITUDE, LATITUDE] if points else [GEOMETRY]
    header = [*layer.names, *names]
    cells = zip(*(map(_text, column) for column in layer.columns), *written, strict=True)
    return [(1, header), *((number, list(row)) for number, row in enumerate(cells, start=2))]


def _degrees(layer: _Layer) -> list[Any]:
    """Return the shapes in degrees, flat and valid; None stays None."""
    shapes = shapely.force_2d(layer.shapes)
    count = int(shapely.get_num_coordinates(shapes).sum())
    if count > MOST_POINTS:
        raise Unreadable("shapes_too_detailed", most=MOST_POINTS)
    system = layer.system
    if system is None:
        # Without a word on the system, numbers that can only be degrees are taken as such.
        left, bottom, right, top = shapely.total_bounds(shapes)
        if not (-180 <= left <= right <= 180 and -90 <= bottom <= top <= 90):
            raise Unreadable("shapes_system")
        system = WGS84
    if not system.equals(WGS84):
        project = pyproj.Transformer.from_crs(system, WGS84, always_xy=True).transform
        shapes = shapely.transform(shapes, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
    coordinates = shapely.get_coordinates(shapes)
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > [180, 90]).any():
        raise Unreadable("shapes_elsewhere")
    return [None if each is None or each.is_empty else each for each in shapes]


def _areas(shapes: Sequence[Any]) -> list[list[str]]:
    """Write areas as text, repaired where need be; what is no area is left as it is."""
    fixed = [None if each is None else _repaired(each) for each in shapes]
    texts = [
        "" if each is None else shapely.to_wkt(each, rounding_precision=_DIGITS, trim=True)
        for each in fixed
    ]
    return [texts]


def _repaired(shape: Any) -> Any:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return shape
    if not shape.is_valid:
        parts = [
            part
            for part in shapely.get_parts(shapely.make_valid(shape))
            if part.geom_type in ("Polygon", "MultiPolygon")
        ]
        shape = shapely.union_all(parts)
    return shapely.orient_polygons(shape, exterior_cw=False)


def _points(shapes: Sequence[Any]) -> list[list[str]]:
    pairs = [("", "") if each is None else (_number(each.x), _number(each.y)) for each in shapes]
    return [[pair[i] for pair in pairs] for i in (0, 1)]


def _number(value: float) -> str:
    return f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        return ""
    return str(value)[:LONGEST_CELL]
