"""Shapes of every format and system come out alike; what cannot be read is refused in words."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geodata.sources.formats.book import Unreadable
from geodata.sources.opening import open_file
from geodata.sources.reader import environment
from tests.workbooks import archive

SQUARES = {"A": shapely.box(28.0, 47.0, 28.1, 47.1), "B": shapely.box(28.1, 47.0, 28.2, 47.1)}


def layer(crs: int = 4326) -> geopandas.GeoDataFrame:
    frame = geopandas.GeoDataFrame(
        {"nume": list(SQUARES), "gol": [None, "x"]}, geometry=[*SQUARES.values()], crs=4326
    )
    return frame.to_crs(crs)


def zipped(folder: Path, frame: geopandas.GeoDataFrame, parts: str = "shp shx dbf prj") -> Path:
    frame.to_file(folder / "strat.shp")
    content = {f"gis/strat.{p}": (folder / f"strat.{p}").read_bytes() for p in parts.split()}
    return archive(folder / "x.geojson", content)


def write(folder: Path, kind: str, crs: int) -> Path:
    if kind == "shapefile":
        return zipped(folder, layer(crs))
    name = folder / ("x.gpkg" if kind == "GPKG" else "x.geojson")
    layer(crs).to_file(name, driver=kind)
    return name.rename(folder / "x.dat")


def read(path: Path) -> list[list[str]]:
    reader, _ = open_file(path, lambda _: False)
    assert reader.format == "shapes"
    return [cells for _, cells in reader.rows(0)]


@pytest.mark.parametrize("kind", ["GPKG", "shapefile", "GeoJSON"])
@pytest.mark.parametrize("crs", [4326, 4026, 3857])
def test_any_format_and_system_gives_the_same_degrees(tmp_path: Path, kind: str, crs: int) -> None:
    header, *rows = read(write(tmp_path, kind, crs))
    assert header == ["nume", "gol", "geometry"]
    assert [row[:2] for row in rows] == [["A", ""], ["B", "x"]]
    for row, square in zip(rows, SQUARES.values(), strict=True):
        shape = shapely.from_wkt(row[2])
        assert shape.symmetric_difference(square).area < 1e-9 * square.area * 1000
        assert shapely.is_ccw(shape.exterior)


def test_points_become_two_numbers(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"sat": ["Soroca"]}, geometry=geopandas.points_from_xy([28.3], [48.15], crs=4326)
    )
    frame.to_crs(4026).to_file(tmp_path / "p.gpkg", driver="GPKG")
    assert read(tmp_path / "p.gpkg") == [
        ["sat", "longitude", "latitude"],
        ["Soroca", "28.3", "48.15"],
    ]


def test_what_can_be_repaired_is_repaired(tmp_path: Path) -> None:
    bow = [[0, 0, 5], [2, 2, 5], [2, 0, 5], [0, 2, 5], [0, 0, 5]]  # crosses itself, has heights
    features = [feature({"type": "Polygon", "coordinates": [bow]}), feature(None)]
    (tmp_path / "x").write_text(collection(features), "utf-8")
    _, first, second = read(tmp_path / "x")
    shape = shapely.from_wkt(first[-1])
    assert shape.is_valid and not shape.has_z and shape.area == pytest.approx(2)
    assert second[-1] == ""


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(features: list[Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


POINT = {"type": "Point", "coordinates": [28, 47]}
FAR = {"type": "Point", "coordinates": [1e9, 47]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "Topology"}', "shapes_unreadable"),
        ('{"type": "FeatureCollection"', "shapes_unreadable"),
        ('{"type": "FeatureCollection", "features": {}}', "shapes_unreadable"),
        (collection([1]), "shapes_unreadable"),
        (collection([feature({"type": "Nonsense"})]), "shapes_unreadable"),
        (collection([feature({"type": "Point", "coordinates": "ab"})]), "shapes_unreadable"),
        ('{"a":' * 200_000, "shapes_unreadable"),
        ('{"type": "FeatureCollection", "features": ' + "[" * 200_000, "shapes_unreadable"),
        (collection([feature(FAR)]), "shapes_elsewhere"),
        (collection([feature(POINT)], crs={"type": "name"}), "shapes_system"),
        (collection([feature(POINT)], crs=7), "shapes_system"),
        (
            collection([feature(POINT)], crs={"type": "name", "properties": {"name": "EPSG:1"}}),
            "shapes_system",
        ),
        (collection([feature(POINT)] * 20_001), "shapes_too_many"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "x.geojson").write_text(text, "utf-8")
    with pytest.raises(Unreadable, match=code):
        open_file(tmp_path / "x.geojson", lambda _: False)


def test_a_shapefile_without_its_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="shapes_parts"):
        open_file(zipped(tmp_path, layer(), "shp prj"), lambda _: False)


def test_without_a_system_metres_are_refused_and_degrees_taken(tmp_path: Path) -> None:
    assert len(read(zipped(tmp_path, layer(), "shp shx dbf"))) == 3
    with pytest.raises(Unreadable, match="shapes_system"):
        open_file(zipped(tmp_path, layer(4026), "shp shx dbf"), lambda _: False)


def test_another_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.gpkg") as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    with pytest.raises(Unreadable, match="file_format"):
        open_file(tmp_path / "x.gpkg", lambda _: False)


def test_gdal_knows_no_other_format_in_a_reader() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('pandas', 'geopandas', 'pyarrow')));"
        "import pyogrio; print(*sorted(pyogrio.list_drivers()), sep=',')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        env=environment(os.environ),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "ESRI Shapefile,GPKG,MEM"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that must never be asked anything."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            asked.append(b"somebody")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
    stop.set()
    thread.join()
    server.close()


def disguised(address: str) -> dict[str, str | bytes]:
    """Files that describe data elsewhere, in the clothes of shapes."""
    vrt = f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{address}/a.geojson'
    vrt += "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    wfs = f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>"
    link = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    named = {"type": "name", "properties": {"name": f"{address}/crs"}}
    return {
        "vrt": vrt,
        "vrt after a mark": b"\xef\xbb\xbf" + vrt.encode(),
        "wfs": wfs,
        "wfs address": f"WFS:{address}/wfs",
        "oapif": f"OAPIF:{address}/",
        "link": collection([feature(POINT)], crs=link),
        "name": collection([feature(POINT)], crs=named),
        "landing page": json.dumps({"links": [{"rel": "data", "href": f"{address}/items"}]}),
        "pipeline": json.dumps({"type": "gdal_streamed_alg", "command_line": f"read {address}"}),
        "esri": json.dumps({"spatialReference": {}, "features": [], "url": address}),
        "address": f"/vsicurl/{address}/a.geojson",
    }


@pytest.mark.parametrize("name", disguised(""))
@pytest.mark.parametrize("inside", ["alone", "zipped"])
def test_nothing_is_fetched(
    tmp_path: Path, listener: tuple[str, list[bytes]], name: str, inside: str
) -> None:
    address, asked = listener
    content = disguised(address)[name]
    data = content if isinstance(content, bytes) else content.encode()
    path = tmp_path / "x.gpkg"
    if inside == "alone":
        path.write_bytes(data)
    else:
        layer().to_file(tmp_path / "strat.shp")
        rest = {f"a.{p}": (tmp_path / f"strat.{p}").read_bytes() for p in ("shx", "dbf")}
        archive(path, {"a.shp": data, "a.prj": data, "b.vrt": data, **rest})
    try:
        reader, _ = open_file(path, lambda _: False)
        list(reader.rows(0))
    except (Unreadable, IndexError):
        pass
    assert not asked


def test_the_listener_hears_who_does_ask(listener: tuple[str, list[bytes]]) -> None:
    address, asked = listener
    host, port = address.removeprefix("http://").split(":")
    socket.create_connection((host, int(port))).close()
    for _ in range(50):
        if asked:
            break
        threading.Event().wait(0.1)
    assert asked


def test_archives_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    for name in ("../../x.shp", "/etc/x.shp", "C:\\x.shp", "a/../../b.shp"):
        with pytest.raises(Unreadable, match="archive_unsafe"):
            open_file(archive(tmp_path / "x.zip", {name: "x"}), lambda _: False)
    link = zipfile.ZipInfo("a.shp")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable, match="archive_unsafe"):
        open_file(tmp_path / "l.zip", lambda _: False)
