"""GeoJSON and GeoPackage: what the standards ask, and what GDAL reads of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import geopandas
import pyogrio
import pytest
import shapely

from dashboard.export.asked import Asked
from dashboard.export.map_data import make_geojson, make_geopackage
from dashboard.state import View
from dashboard.theme import read_tokens
from geodata.boundaries import read_boundaries
from geodata.i18n import translators
from geodata.localities import locality
from geodata.outlines import describe_outlines, describe_points
from geodata.vocabulary import LANGUAGES, Level
from tests import files, world

SHARE = "trust_police_favourable"


def asked(lang: str = "en", **changes: object) -> Asked:
    published = world.illustrative().published
    last = len(published.document["days"]) - 1
    view = View(lang, **{"last": last, **changes})  # type: ignore[arg-type]
    return Asked(view, published, translators()[lang])


def coordinates(geometry: dict) -> list[list[list[float]]]:
    return [ring for part in geometry["coordinates"] for ring in part]


def test_geometry_is_as_rfc_7946_says() -> None:
    text = make_geojson(asked()).decode()
    document = json.loads(text)
    assert document["type"] == "FeatureCollection" and "crs" not in document
    assert len(document["features"]) == 37
    assert not re.search(r"\d\.\d{8,}", text), "more than seven decimals"
    for feature in document["features"]:
        assert feature["id"] == feature["properties"]["code"]
        for part in feature["geometry"]["coordinates"]:
            rings = [shapely.LinearRing(ring) for ring in part]
            assert rings[0].is_ccw and not any(ring.is_ccw for ring in rings[1:])
        for ring in coordinates(feature["geometry"]):
            assert ring[0] == ring[-1] and all(26 < x < 31 and 45 < y < 49 for x, y in ring)


def test_the_outlines_are_the_shipped_boundaries_and_join_without_a_seam() -> None:
    outlines = world.illustrative().published.document["outlines"]
    shapes = {code: shapely.from_geojson(text) for code, text in outlines.items()}
    assert all(shape.is_valid for shape in shapes.values())
    districts = {
        code: shapes[code] for code in world.illustrative().published.document["districts"]
    }
    together = shapely.union_all(list(districts.values()))
    assert together.symmetric_difference(shapes["MD"]).area < 1e-9
    assert sum(shape.area for shape in districts.values()) == pytest.approx(together.area)
    assert len(shapely.get_parts(shapes["MD"])) == 1
    soroca = shapes["MD-SO"]
    assert soroca.contains(shapely.Point(28.29, 48.16)) and shapes["nord"].contains(
        soroca.buffer(-0.001)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_geojson_documents_its_fields_and_says_what_it_is(lang: str) -> None:
    given = asked(lang, indicator=SHARE, interval=True)
    document = json.loads(make_geojson(given))
    extract = given.extract
    assert document["title"] == str(extract.sentence)
    for feature in document["features"]:
        assert set(feature["properties"]) == set(document["fields"])
    about = document["about"]
    assert about["mark"] == extract.mark and extract.mark
    assert about["sources"] == list(extract.sources)
    assert (about["funding"], about["disclaimer"]) == (extract.funding, extract.disclaimer)
    assert about["legend"] == {key.label: key.count for key in extract.legend}


def test_levels_have_their_own_outlines() -> None:
    regions = json.loads(make_geojson(asked(indicator=SHARE, level=Level.REGION)))
    assert [f["id"] for f in regions["features"]] and len(regions["features"]) == 5
    country = json.loads(make_geojson(asked(indicator=SHARE, level=Level.COUNTRY)))
    assert [f["id"] for f in country["features"]] == ["MD"]


def test_outlines_and_points_are_those_that_the_campaign_has() -> None:
    """Whoever brought boundaries or positions of their own gets them in every file."""
    frame = read_boundaries()
    moved = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda xy: xy + 0.25))
    shipped, own = describe_outlines(frame), describe_outlines(moved)
    assert shipped == world.illustrative().published.document["outlines"]
    for code in ("MD-SO", "nord", "MD"):
        middles = [shapely.from_geojson(each[code]).centroid for each in (shipped, own)]
        assert middles[1].x - middles[0].x == pytest.approx(0.25, abs=1e-6)
    place = replace(locality("L1393"), longitude=28.123456789, latitude=48.5)
    assert describe_points([place], ["L1393"]) == {
        "L1393": '{"type":"Point","coordinates":[28.1234568,48.5]}'
    }


def test_gdal_reads_the_package(tmp_path: Path) -> None:
    path = tmp_path / "campaign.gpkg"
    path.write_bytes(make_geopackage(asked("ro", indicator=SHARE, level=Level.DISTRICT)))
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers["districts"] == "MultiPolygon" and layers["visits"] == "Point"
    areas = geopandas.read_file(path, layer="districts")
    assert len(areas) == 37 and areas.crs.to_epsg() == 4326 and areas.geometry.is_valid.all()
    assert areas["n"].dtype.kind == "f" and areas["n"].isna().any(), "hidden ones have none"
    outlines = world.illustrative().published.document["outlines"]
    for code, shape in zip(areas["code"], areas.geometry, strict=True):
        assert shape.equals_exact(shapely.from_geojson(outlines[code]), 0)
    visits = geopandas.read_file(path, layer="visits")
    place = locality(visits["locality_code"].iloc[0])
    assert (visits.geometry.iloc[0].x, visits.geometry.iloc[0].y) == (
        place.longitude,
        place.latitude,
    )
    assert (visits["mark"] != "").all() and (areas["mark"] != "").all()
    info = pyogrio.read_info(path, layer="districts")
    assert "ilustrative" in info["layer_metadata"]["DESCRIPTION"]


def test_gdal_reads_the_geojson(tmp_path: Path) -> None:
    path = tmp_path / "districts.geojson"
    path.write_bytes(make_geojson(asked("ru")))
    areas = geopandas.read_file(path)
    assert len(areas) == 37 and areas.crs.to_epsg() == 4326
    assert pyogrio.read_info(path)["layer_name"] == "districts"


def test_the_package_is_as_the_standard_says() -> None:
    content = make_geopackage(asked(indicator="contacts"))
    database = files.open_package(content)
    assert content[68:72] == b"GPKG"
    assert database.execute("PRAGMA user_version").fetchone()[0] == 10300
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    assert {row[0] for row in database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} >= {
        -1,
        0,
        4326,
    }
    tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    assert tables == {"districts", "visits", "about", "layer_styles"}
    for table in tables - {"layer_styles"}:
        columns = {row["name"] for row in database.execute(f"PRAGMA table_info({table})")}
        told = "SELECT column_name, description FROM gpkg_data_columns WHERE table_name = ?"
        documented = dict(tuple(row) for row in database.execute(told, (table,)))
        assert set(documented) == columns - {"fid", "geom"} and all(documented.values())
    asked_box = (
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'districts'"
    )
    box = database.execute(asked_box).fetchone()
    assert 26 < box[0] < box[2] < 31 and 45 < box[1] < box[3] < 49
    database.close()


@pytest.mark.parametrize("indicator", [SHARE, "trust_police_balance", "contacts", "reach_rate"])
def test_styles_have_a_look_for_every_class(indicator: str) -> None:
    given = asked(indicator=indicator, level=Level.DISTRICT)
    database = files.open_package(make_geopackage(given))
    query = "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
    styles = {row[0]: row for row in database.execute(query)}
    assert set(styles) == {"districts", "visits"} and all(row[2] == 1 for row in styles.values())
    classes = {row[0] for row in database.execute("SELECT DISTINCT class FROM districts")}
    database.close()
    areas = ElementTree.fromstring(styles["districts"][1].split("\n", 1)[1])
    categories = [node.get("value") for node in areas.iter("category")]
    assert classes <= set(categories) == {key.label for key in given.extract.legend}
    symbols = {node.get("name") for node in areas.iter("symbol")}
    assert {node.get("symbol") for node in areas.iter("category")} == symbols
    brushes = [n.get("value") for n in areas.iter("Option") if n.get("name") == "style"]
    if indicator == SHARE:
        assert "b_diagonal" in brushes and "dense6" in brushes
    points = ElementTree.fromstring(styles["visits"][1].split("\n", 1)[1])
    formula = next(n.get("value") for n in points.iter("Option") if n.get("name") == "expression")
    assert formula and "sqrt" in formula and '"contacts"' in formula


def test_counts_are_never_a_ramp_of_fills() -> None:
    document = json.loads(make_geojson(asked(indicator="contacts")))
    rows = [feature["properties"] for feature in document["features"]]
    soft = read_tokens()["light"]["soft-0"]
    assert {row["fill"] for row in rows if row["value"]} == {soft}
