"""Any bytes give a table or a refusal in words, whichever reader they get: never an exception.

Good files of every format are damaged in a few places: random bytes alone would be turned away
at the door. Readers of settings, mappings and records are given any text at all.
"""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import pytest
import shapely
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.backup import read_manifest
from geodata.campaign_file import read_record
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.importing.mapping import parse_mapping, read_mapping, write_toml
from geodata.importing.reading import Request, read_file
from geodata.live.records import FILE, read_records
from geodata.store import Store
from tests.workbooks import archive, sheet, workbook

ROWS = (
    ("date", "status", "district", "locality", "participants"),
    ("2021-11-09", "done", "Soroca", "Soroca", "120"),
    ("10 nov", "", "r-nul Orhei", "Orhei", "~50"),
)
FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def _text(_: Path) -> bytes:
    return "\n".join(";".join(row) for row in ROWS).encode("utf-16")


def _xlsx(folder: Path) -> bytes:
    return workbook(folder / "x", {"Vizite": sheet(ROWS)}).read_bytes()


def _xls(_: Path) -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("Vizite")
    for y, row in enumerate(ROWS):
        for x, text in enumerate(row):
            page.write(y, x, text)
    book.save(out)
    return out.getvalue()


def _layer() -> geopandas.GeoDataFrame:
    shapes = [shapely.box(28, 47, 28.1, 47.1), shapely.box(28.1, 47, 28.2, 47.1)]
    return geopandas.GeoDataFrame({"district": ["Soroca", "Orhei"]}, geometry=shapes, crs=4326)


def _geojson(_: Path) -> bytes:
    return _layer().to_json().encode()


def _geopackage(folder: Path) -> bytes:
    _layer().to_file(folder / "x.gpkg", driver="GPKG")
    return (folder / "x.gpkg").read_bytes()


def _shapefile(folder: Path) -> bytes:
    _layer().to_file(folder / "a.shp")
    parts = {path.name: path.read_bytes() for path in folder.glob("a.*")}
    return archive(folder / "x", parts).read_bytes()


MAKERS = {
    "text": _text,
    "xlsx": _xlsx,
    "xls": _xls,
    "geojson": _geojson,
    "geopackage": _geopackage,
    "shapefile": _shapefile,
}


@cache
def good(kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        return MAKERS[kind](Path(folder))


Damage = list[tuple[float, bytes, int]]
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=12), st.integers(0, 40)),
    min_size=1,
    max_size=6,
)


def damaged(content: bytes, damage: Damage) -> bytes:
    """Put other bytes in the place of some."""
    body = bytearray(content)
    for share, other, length in damage:
        at = int(share * (len(body) - 1)) if body else 0
        body[at : at + length] = other
    return bytes(body)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_damaged_file_is_read_or_refused_in_words(kind: str) -> None:
    store = Store.open("sqlite://")

    @FEW
    @given(DAMAGE)
    def check(damage: Damage) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(damaged(good(kind), damage) or b"x")
            report = read_file(Request(path), store, lambda _: None).report
        assert report.rows_read == report.rows_stored + report.rows_listed
        assert report.refused or report.rows_stored
        for t in translators(DOMAIN).values():
            assert all(report.lines(t))

    check()
    store.close()


HEADINGS = st.sampled_from(
    [
        *("_id", "_uuid", "_submission_time", "_validation_status", "start", "end", "date"),
        *("Marcaj de timp", "Отметка времени", "Timestamp", "Start time", "Completion time"),
        *("grup/district", "grup/trust_police", "channels/tv", "channels/radio", "Raionul"),
        *("Localitatea", "TOTAL", "", "Nume", "trust_police", "mode", "_index", "participanți"),
    ]
) | st.text(max_size=8)
CELLS = st.sampled_from(
    [
        *("", "1", "0", "2021-11-09", "11/9/2021", "2021-11-09T10:00:00.000+02:00"),
        *("Soroca", "online", "TOTAL"),
    ]
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(HEADINGS, min_size=2, max_size=9), st.data())
def test_any_headings_of_any_form_are_read_or_refused_in_words(
    headings: list[str], data: st.DataObject
) -> None:
    row = st.lists(CELLS | st.text(max_size=5), min_size=1, max_size=len(headings))
    rows = data.draw(st.lists(row, max_size=4))
    lines = [[cell.replace('"', "") for cell in each] for each in (headings, *rows)]
    text = "\n".join(";".join(f'"{cell}"' for cell in each) for each in lines)
    store = Store.open("sqlite://")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text(text, "utf-8", errors="replace")
        report = read_file(Request(path), store, lambda _: None).report
    store.close()
    assert report.rows_read == report.rows_stored + report.rows_listed


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "shape", "columns", "values", "a"]), inner)
    ),
    max_leaves=8,
)


@MANY
@given(ANYTHING)
def test_any_document_is_a_mapping_that_reads_back_or_none(document: object) -> None:
    try:
        mapping = parse_mapping(document)
    except Refused:
        return
    with TemporaryDirectory() as folder:
        for text in (write_toml(mapping), json.dumps(mapping.document())):
            path = Path(folder) / "m"
            path.write_text(text, "utf-8", errors="surrogatepass")
            try:
                assert read_mapping(path) == mapping
            except Refused:  # half a letter cannot be written
                assert any("\ud800" <= c <= "\udfff" for c in text)


@MANY
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_no_settings_and_that_is_said(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(content)
        for read in (read_mapping, read_manifest):
            with pytest.raises(Refused) if read is read_manifest else _either():
                read(path)
        with _either():
            read_record(path, {})
        with _either():
            read_records(Path(folder))


class _either:
    """What is refused in words is as good as what is read."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, Refused)
