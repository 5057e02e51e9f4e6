"""What the files of a view hold, read back by other libraries than those that wrote them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
import zipfile
from typing import Any
from xml.etree import ElementTree

import pypdfium2
from python_calamine import CalamineWorkbook

from dashboard.viewmodels.extract import NUMBERS
from geodata.i18n import Translator

Rows = list[dict[str, Any]]
SVG = "{http://www.w3.org/2000/svg}"
TABLE, CHART, METHOD, SOURCES = range(4)


def read_csv(content: bytes, t: Translator, keys: list[str]) -> Rows:
    """Rows of a CSV by the keys of its columns; figures are numbers again, nothing is None."""
    text = content.decode("utf-8-sig")
    table = csv.reader(io.StringIO(text, newline=""), delimiter="," if t.language == "en" else ";")
    _, *rows = list(table)
    found: Rows = []
    for row in rows:
        cells = dict(zip(keys, [_unescaped(cell) or None for cell in row], strict=True))
        if t.language != "en":
            cells |= {key: cells[key].replace(",", ".") for key in NUMBERS if cells.get(key)}
        found.append(cells)
    return found


def _unescaped(cell: Any) -> Any:
    """A text without the apostrophe that keeps spreadsheets from running it (`'+17 pp`)."""
    return cell[1:] if isinstance(cell, str) and re.match(r"'[=+\-@]", cell) else cell


def read_sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Every sheet of a workbook: name to rows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def read_table(content: bytes, labels: list[str], keys: list[str]) -> Rows:
    """Rows of a workbook's table by the keys of its columns; an empty cell is None."""
    rows = next(iter(read_sheets(content).values()))
    head = next(i for i, row in enumerate(rows) if row[: len(labels)] == labels)
    return [
        {
            key: None if cell == "" else _unescaped(cell)
            for key, cell in zip(keys, row, strict=False)
        }
        for row in rows[head + 1 :]
        if any(cell != "" for cell in row)
    ]


def read_features(content: bytes) -> Rows:
    """Properties of the features of a GeoJSON file."""
    return [feature["properties"] for feature in json.loads(content)["features"]]


def open_package(content: bytes) -> sqlite3.Connection:
    """A GeoPackage as the database that it is."""
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    database.row_factory = sqlite3.Row
    return database


def read_layer(content: bytes, layer: str = "districts") -> Rows:
    """Rows of a layer, without number and geometry."""
    database = open_package(content)
    try:
        rows = [dict(row) for row in database.execute(f'SELECT * FROM "{layer}" ORDER BY fid')]
    finally:
        database.close()
    return [{k: v for k, v in row.items() if k not in ("fid", "geom")} for row in rows]


def read_areas(picture: str) -> dict[str, ElementTree.Element]:
    """Areas of a map by code."""
    root = ElementTree.fromstring(picture)
    areas = [node for node in root.iter(f"{SVG}path") if "area" in node.get("class", "").split()]
    return {str(node.get("data-district") or node.get("data-region")): node for node in areas}


def words_of(picture: str) -> str:
    """All that a picture says, line after line."""
    root = ElementTree.fromstring(picture)
    return " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_slide_rows(slides: bytes) -> list[tuple[str, ...]]:
    """Rows of the tables on slides, one after the other, without their heads."""
    rows: list[tuple[str, ...]] = []
    with zipfile.ZipFile(io.BytesIO(slides)) as parts:
        names = [
            name for name in parts.namelist() if re.fullmatch(r"ppt/slides/slide\d+.xml", name)
        ]
        for name in sorted(names, key=lambda name: int(re.sub(r"\D", "", name))):
            content = parts.read(name)
            if b"<a:tbl>" not in content:  # a map is a thousand shapes: none of them is read
                continue
            for table in ElementTree.fromstring(content).iter(f"{DRAWING}tbl"):
                rows += [
                    tuple("".join(cell.itertext()) for cell in row.iter(f"{DRAWING}tc"))
                    for row in list(table.iter(f"{DRAWING}tr"))[1:]
                ]
    return rows


def read_slide_shapes(content: bytes) -> dict[str, str]:
    """Names of all shapes on slides with their alternative texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        text = "".join(
            parts.read(name).decode()
            for name in parts.namelist()
            if re.fullmatch(r"ppt/slides/slide\d+.xml", name)
        )
    found = re.findall(r'<p:cNvPr id="\d+" name="([^"]*)" descr="([^"]*)"', text)
    return {html.unescape(name): html.unescape(about) for name, about in found}


def read_paper(content: bytes) -> list[str]:
    """What each page of a PDF says, without spaces: where they are depends on who reads it."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [squeeze(text) for text in pages]


def squeeze(text: str) -> str:
    """A text without spaces and breaks."""
    return re.sub(r"\s+", "", text)
