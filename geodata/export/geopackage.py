"""A GeoPackage (OGC 12-128r17, version 1.3) of ready rows, written with SQLite alone.

Layers of areas and points in WGS 84, tables without geometry, what each column means (the
schema extension), and styles where QGIS looks for them. No GDAL: that would weigh more than the
rest of the process together.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.export.csv_table import Cell

MEDIA_TYPE = "application/geopackage+sqlite3"
APPLICATION = 0x47504B47  # "GPKG"
VERSION = 10300
WGS84 = 4326
AREAS, POINTS, NONE = "MULTIPOLYGON", "POINT", ""
GEOMETRY = "geom"
WKB_POINT, WKB_POLYGON, WKB_MULTIPOLYGON = 1, 3, 6

Box = tuple[float, float, float, float]

_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT,
  title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
  max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""
_SCHEMA = "http://www.geopackage.org/spec/#extension_schema"


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """A column: its name, its type (`TEXT`, `INTEGER`, `REAL`), its head, what is in it."""

    name: str
    kind: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer or, without geometry, a table.

    Attributes:
        name: Of the table.
        title: What a reader calls it.
        description: What is in it.
        kind: `AREAS`, `POINTS` or `NONE`.
        columns: The columns.
        rows: For each its geometry as GeoJSON text (nothing for tables) and a cell a column.
        style: QGIS's style (QML), or nothing.
    """

    name: str
    title: str
    description: str
    kind: str
    columns: Sequence[LayerColumn]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    style: str = ""


def write_geopackage(layers: Sequence[Layer], made: date) -> bytes:
    """Write layers; the same layers give the same bytes."""
    moment = f"{made.isoformat()}T00:00:00.000Z"
    database = sqlite3.connect(":memory:")
    try:
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.executescript(_CORE)
        _write_systems(database)
        _write_content(database, "layer_styles", "attributes", "layer_styles", "", moment, None)
        for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
            row = (name, None, "gpkg_schema", _SCHEMA, "read-write")
            database.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", row)
        for layer in layers:
            _write_layer(database, layer, moment)
        database.commit()
        return database.serialize()
    finally:
        database.close()


def _write_systems(database: sqlite3.Connection) -> None:
    rows = (
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined"),
        ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WGS84_WKT, "longitude/latitude in degrees"),
    )
    database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", rows)


def _write_content(
    database: sqlite3.Connection,
    name: str,
    kind: str,
    title: str,
    description: str,
    moment: str,
    box: Box | None,
) -> None:
    system = WGS84 if kind == "features" else None
    row = (name, kind, title, description, moment, *(box or [None] * 4), system)
    database.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _write_layer(database: sqlite3.Connection, layer: Layer, moment: str) -> None:
    table = _quoted(layer.name)
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    columns += [f"{GEOMETRY} {layer.kind}"] if layer.kind else []
    columns += [f"{_quoted(each.name)} {each.kind}" for each in layer.columns]
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    shapes = [_geometry(text) for text, _ in layer.rows] if layer.kind else []
    kind = "features" if layer.kind else "attributes"
    box = _around([each for _, each in shapes])
    _write_content(database, layer.name, kind, layer.title, layer.description, moment, box)
    if layer.kind:
        row = (layer.name, GEOMETRY, layer.kind, WGS84, 0, 0)
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", row)
    for number, (_, cells) in enumerate(layer.rows):
        values = [number + 1, *([shapes[number][0]] if layer.kind else []), *cells]
        places = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO {table} VALUES ({places})", values)
    database.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(layer.name, c.name, f"{layer.name}.{c.name}", c.label, c.meaning) for c in layer.columns],
    )
    if layer.style:
        names = "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        names += "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time"
        look = ("", "", layer.name, GEOMETRY, layer.name, layer.style, "", 1, layer.title, "", None)
        database.execute(
            f"INSERT INTO layer_styles ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*look, moment),
        )


def _quoted(name: str) -> str:
    """A name inside SQL: names come from the code, yet nobody has to rely on that."""
    return '"' + name.replace('"', '""') + '"'


def _around(boxes: Sequence[Box]) -> Box | None:
    """The box around boxes as `gpkg_contents` has it: least x and y, largest x and y."""
    if not boxes:
        return None
    left, right, bottom, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _geometry(text: str) -> tuple[bytes, Box]:
    """A GeoJSON geometry as a GeoPackage's: header, box, well-known binary; and its box."""
    shape: dict[str, Any] = json.loads(text)
    coordinates = shape["coordinates"]
    if shape["type"] == "Point":
        x, y = map(float, coordinates)
        body = struct.pack("<BIdd", 1, WKB_POINT, x, y)
        return _header(None) + body, (x, x, y, y)
    body = struct.pack("<BII", 1, WKB_MULTIPOLYGON, len(coordinates))
    xs: list[float] = []
    ys: list[float] = []
    for part in coordinates:
        body += struct.pack("<BII", 1, WKB_POLYGON, len(part))
        for ring in part:
            flat = [number for point in ring for number in point]
            xs += flat[::2]
            ys += flat[1::2]
            body += struct.pack(f"<I{len(flat)}d", len(ring), *flat)
    box = (min(xs), max(xs), min(ys), max(ys))
    return _header(box) + body, box


def _header(box: Box | None) -> bytes:
    """Magic, version 0, flags (little-endian; with a box of x and y, points have none), system."""
    flags = 1 if box is None else 3
    head = struct.pack("<2sBBi", b"GP", 0, flags, WGS84)
    return head if box is None else head + struct.pack("<4d", *box)
