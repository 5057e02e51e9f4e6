"""Views with geometry in PostgreSQL, for QGIS and the like: districts, localities, visits.

They stand in a schema of their own, `map`, over the shipped geometry and the facts in force, and
need PostGIS. Without it, or without the right to make them, everything else works. Answers are
not in them, for a database knows no gateway.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from geodata.boundaries import BOUNDARIES_FILE
from geodata.districts import all_districts
from geodata.imports import read_state, set_state
from geodata.localities import all_localities
from geodata.residents import all_residents
from geodata.vocabulary import DISTRICT_CODE

SCHEMA = "map"
GEOMETRY_MARK = "map_geometry"
VIEWS = ("districts", "visits", "localities")  # in the order in which they can be dropped
ADDED_FROM = 1_000_000  # ids of added localities are above it


class Missing(StrEnum):
    """Why there are no views; the names of sentences."""

    EXTENSION = "views_no_postgis"
    RIGHTS = "views_no_rights"


_TABLES = f"""
CREATE TABLE IF NOT EXISTS {SCHEMA}.district_shapes (
    id integer PRIMARY KEY, code text UNIQUE NOT NULL,
    name_ro text NOT NULL, name_ru text NOT NULL, name_en text NOT NULL,
    kind text NOT NULL, region_code text NOT NULL, residents integer,
    geom geometry(MultiPolygon, 4326) NOT NULL);
CREATE TABLE IF NOT EXISTS {SCHEMA}.locality_points (
    id integer PRIMARY KEY, code text UNIQUE NOT NULL, name_ro text NOT NULL,
    district_code text NOT NULL, residents_2014 integer, position text NOT NULL,
    geom geometry(Point, 4326) NOT NULL);
CREATE INDEX IF NOT EXISTS district_shapes_geom ON {SCHEMA}.district_shapes USING gist (geom);
CREATE INDEX IF NOT EXISTS locality_points_geom ON {SCHEMA}.locality_points USING gist (geom);
"""
_VIEWS = f"""
CREATE VIEW {SCHEMA}.districts AS
    SELECT id, code, name_ro, name_ru, name_en, kind, region_code, residents, geom
    FROM {SCHEMA}.district_shapes;
CREATE VIEW {SCHEMA}.localities AS
    SELECT id, code, name_ro, district_code, residents_2014, position,
        geom::geometry(Point, 4326) AS geom, campaign_id
    FROM (SELECT *, NULL::text AS campaign_id FROM {SCHEMA}.locality_points
    UNION ALL
    (SELECT DISTINCT ON (r.campaign_id, r.code) {ADDED_FROM} + r.id, r.code,
        r.document->>'name_ro', r.document->>'district_code',
        (r.document->>'residents_2014')::integer, 'brought',
        ST_SetSRID(ST_MakePoint((r.document->>'longitude')::float8,
            (r.document->>'latitude')::float8), 4326), r.campaign_id
    FROM reference r
    WHERE r.kind = 'localities' AND r.document->>'name_ro' IS NOT NULL
        AND r.import_id NOT IN (SELECT id FROM imports WHERE undone)
    ORDER BY r.campaign_id, r.code, r.import_id DESC)) every;
CREATE VIEW {SCHEMA}.visits AS
    SELECT v.id, v.campaign_id, c.illustrative, v.visit_date, v.planned_date, v.status,
        v.locality_code, p.name_ro AS locality, v.district_code, v.inspectorate_code,
        v.mobile_centre, v.start_time, v.end_time, v.participants AS contacts,
        v.participants_female AS women, v.participants_male AS men, p.geom
    FROM visits v
    JOIN campaigns c ON c.id = v.campaign_id
    JOIN {SCHEMA}.localities p ON p.code = v.locality_code
        AND (p.campaign_id IS NULL OR p.campaign_id = v.campaign_id)
    WHERE v.import_id NOT IN (SELECT id FROM imports WHERE undone)
        AND v.id NOT IN (
            SELECT s.visit_id FROM settlements s JOIN imports i ON i.id = s.import_id
            WHERE NOT i.undone);
COMMENT ON VIEW {SCHEMA}.localities IS
    'Localities; where "campaign_id" is filled in, one that was added for that campaign alone.';
COMMENT ON VIEW {SCHEMA}.visits IS
    'Visits in force of every campaign; where "illustrative" is true the figures are made up.';
"""


def drop_views(connection: Connection) -> None:
    """Drop the views, so that the tables under them can change; nothing without PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return
    for name in VIEWS:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {SCHEMA}.{name}")


def ensure_views(connection: Connection) -> Missing | None:
    """Make the views, and fill in the shipped geometry where it is missing or another.

    Returns:
        What is missing for it, or None.
    """
    if connection.dialect.name != "postgresql":
        return None
    if not _has_postgis(connection):
        return Missing.EXTENSION
    try:
        with connection.begin_nested():
            _make(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != "42501":  # insufficient_privilege
            raise
        return Missing.RIGHTS
    return None


def _has_postgis(connection: Connection) -> bool:
    """Whether PostGIS is in this database; installs it where this user may."""
    there = "SELECT 1 FROM pg_extension WHERE extname = 'postgis'"
    if connection.exec_driver_sql(there).first():
        return True
    offered = "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"
    if not connection.exec_driver_sql(offered).first():
        return False
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION postgis")
    except DBAPIError:
        return False
    return True


def _make(connection: Connection) -> None:
    mark = _geometry_mark()
    if read_state(connection, GEOMETRY_MARK) == mark and _views_there(connection):
        return
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    drop_views(connection)
    connection.exec_driver_sql(_TABLES)
    _fill(connection)
    connection.exec_driver_sql(_VIEWS)
    set_state(connection, GEOMETRY_MARK, mark)


def _views_there(connection: Connection) -> bool:
    found = connection.execute(
        text("SELECT count(*) FROM pg_views WHERE schemaname = :schema AND viewname = ANY(:names)"),
        {"schema": SCHEMA, "names": list(VIEWS)},
    ).scalar()
    return found == len(VIEWS)


def _geometry_mark() -> str:
    """Name the shipped geometry and these definitions."""
    digest = hashlib.sha256(f"{_TABLES}{_VIEWS}".encode())
    digest.update(BOUNDARIES_FILE.read_bytes())
    digest.update(repr((all_districts(), all_localities())).encode())
    return digest.hexdigest()[:16]


def _fill(connection: Connection) -> None:
    connection.exec_driver_sql(f"DELETE FROM {SCHEMA}.district_shapes")
    connection.exec_driver_sql(f"DELETE FROM {SCHEMA}.locality_points")
    connection.execute(
        text(
            f"INSERT INTO {SCHEMA}.district_shapes VALUES (:id, :code, :ro, :ru, :en, :kind, "
            ":region, :residents, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(:shape), 4326)))"
        ),
        _districts(),
    )
    connection.execute(
        text(
            f"INSERT INTO {SCHEMA}.locality_points VALUES (:id, :code, :ro, :district, "
            ":residents, :position, ST_SetSRID(ST_MakePoint(:x, :y), 4326))"
        ),
        [
            {
                "id": number,
                "code": each.code,
                "ro": each.name_ro,
                "district": each.district_code,
                "residents": each.residents_2014,
                "position": each.position,
                "x": each.longitude,
                "y": each.latitude,
            }
            for number, each in enumerate(all_localities(), 1)
        ],
    )


def _districts() -> list[dict[str, Any]]:
    features = json.loads(BOUNDARIES_FILE.read_text("utf-8"))["features"]
    shapes = {each["properties"][DISTRICT_CODE]: each["geometry"] for each in features}
    counts = all_residents()
    return [
        {
            "id": number,
            "code": each.code,
            "ro": each.name_ro,
            "ru": each.name_ru,
            "en": each.name_en,
            "kind": each.kind,
            "region": each.region_code,
            "residents": counts[each.code].denominator if each.code in counts else None,
            "shape": json.dumps(shapes[each.code]),
        }
        for number, each in enumerate(all_districts(), 1)
    ]
