"""Figures on the screen and in every file of the same view are equal, over many views.

The views are those of the browser tests; the screen's figures are its table's, which the browser
tests hold against the stored rows.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.export import paper
from dashboard.factory import create_app
from dashboard.state import parse_view
from dashboard.viewmodels.extract import Extract, describe_extract
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.table import TableView, describe_table
from geodata.i18n import Translator, translators
from geodata.vocabulary import Status
from tests import files, world
from tests.browser.expected import Rows, read_rows
from tests.browser.views import random_views

VIEWS = 200
FIGURES = ("n", "numerator", "denominator", "visits")
HIDDEN = ("value", "value_text", "n", "numerator", "dont_know", "low", "high")
NOTHING = "–"


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with create_app(world.illustrative().settings).server.test_client() as opened:
        yield opened


@pytest.fixture(scope="module")
def views() -> list[str]:
    source = world.illustrative()
    rows: Rows = read_rows(source.settings.store_url)
    indicators = list(source.published.document["indicators"])
    drawn = random_views(VIEWS, indicators, rows)
    # Every third with intervals, which the screen shows on demand.
    return [view + "&interval=1" if i % 3 == 0 else view for i, view in enumerate(drawn)]


def said(table: TableView) -> list[dict[str, str]]:
    """What the screen's table says, row by row."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row.cells, strict=True)) | {"code": row.code} for row in table.rows]


def check_rows(rows: files.Rows, screen: list[dict[str, str]], t: Translator, where: str) -> None:
    """Every row of a file says what the screen says, in the same order."""
    assert [row["code"] for row in rows] == [row["code"] for row in screen], where
    for row, shown in zip(rows, screen, strict=True):
        assert row["name"] == shown["name"], where
        assert (row["value_text"] or NOTHING) == shown["value"], (where, shown)
        for key in FIGURES:
            if key in shown:
                figure = NOTHING if row[key] in (None, "") else t.number(float(row[key]))
                assert figure == shown[key], (where, key, shown)
        assert row["status"] == shown["status"], where
        if "group" in shown:
            assert (row["group"] or NOTHING) == shown["group"], where
        if "interval" in shown and row["low"] is not None:
            low, high = (t.number(float(row[key])) for key in ("low", "high"))
            assert shown["interval"] == t.text("unit.percent", value=f"{low}–{high}"), where
        if not Status(str(row["status_code"])).shown:
            assert all(row.get(key) in (None, "") for key in HIDDEN), (where, row)


def check_picture(picture: str, extract: Extract, query: str) -> None:
    """A picture's areas carry the figures of the table, and it says its sentence and legend."""
    areas = files.read_areas(picture)
    keys = [field.key for field in extract.fields]
    for row in extract.rows:
        cells = dict(zip(keys, row.cells, strict=True))
        area = areas[row.code]
        assert area.get("data-status") == cells["status_code"], query
        n = None if cells["value_text"] is None else str(cells["n"])
        assert area.get("data-n") == n, query
        if cells["value"] is not None:
            assert area.get("data-value") == str(cells["value"]), query
    words = files.words_of(picture).replace("\n", " ")
    for key in extract.legend:
        assert key.label in words, query


def check_page(page: str, table: TableView, query: str) -> None:
    """The snapshot's table in the reader's language is the screen's, cell by cell."""
    lang = re.search(r'<html lang="(\w+)"', page)
    assert lang is not None
    article = page.split(f'<article class="{lang[1]}"')[1].split("</article>")[0]
    rows = re.findall(r'<tr data-row="([^"]+)" data-state="([^"]+)">(.*?)</tr>', article, re.S)
    found = [
        (
            code,
            state,
            tuple(html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t", row)),
        )
        for code, state, row in rows
    ]
    assert found == [(row.code, row.status, row.cells) for row in table.rows], query
    assert html.escape(table.caption) in article


def check_slides(slides: bytes, table: TableView, extract: Extract, query: str) -> None:
    """The slides' table is the screen's, and every unit on their map says its figure."""
    assert files.read_slide_rows(slides) == [row.cells for row in table.rows], query
    shapes = files.read_slide_shapes(slides)
    keys = [field.key for field in extract.fields]
    for row in extract.rows:
        cells = dict(zip(keys, row.cells, strict=True))
        said = shapes[f"{row.code} {cells['name']}"]
        if cells["value_text"] is None:
            assert "n\u00a0=" not in said, (query, said)
        else:
            assert f": {cells['value_text']}, " in said, (query, said)


def check_paper(brief: bytes, table: TableView, extract: Extract, query: str) -> None:
    """The brief says the screen's figures row by row, its sentence, figure and findings."""
    first, second = files.read_paper(brief)
    kept = [at for at, column in enumerate(table.columns) if column.key in paper.COLUMNS]
    assert {"name", "value", "n", "status"} <= {table.columns[at].key for at in kept}
    for row in table.rows:
        said = files.squeeze("".join(row.cells[at] for at in kept))
        assert said in second, (query, said)
    findings = [part for each in extract.findings for part in (each.text, each.note)]
    for text in (extract.sentence.lead, extract.hero.value, extract.hero.note, *findings):
        assert files.squeeze(text) in first, (query, text)


def test_every_file_says_what_the_screen_says(client: FlaskClient, views: list[str]) -> None:
    published = world.illustrative().published
    seen = 0
    for query in views:
        view = parse_view(query, published, "ro")
        t = translators()[view.lang]
        screen = said(describe_table(view, published, t))
        extract = describe_extract(view, published, t)
        keys = [field.key for field in extract.fields]
        labels = [field.label for field in extract.fields]

        def get(file: str, query: str = query) -> Any:
            answer = client.get(f"/export/{file}{query}")
            assert answer.status_code == 200, query
            return answer.data

        table = files.read_csv(get("table.csv"), t, keys)
        if not screen:  # one row says that there is none
            assert [row["code"] for row in table] == [None]
            table = []
        check_rows(table, screen, t, f"csv {query}")
        book = files.read_table(get("table.xlsx"), labels, keys)
        check_rows(book, screen, t, f"xlsx {query}")
        check_rows(files.read_features(get("districts.geojson")), screen, t, f"geojson {query}")
        check_rows(files.read_layer(get("campaign.gpkg")), screen, t, f"gpkg {query}")
        check_picture(get("map.svg").decode(), extract, query)
        shown = describe_table(view, published, t)
        check_paper(get("brief.pdf"), shown, extract, query)
        check_slides(get("slides.pptx"), shown, extract, query)
        check_page(get("snapshot.html").decode(), shown, query)
        seen += len(screen)
    assert seen > 10 * VIEWS


def test_hidden_units_are_among_the_views(views: list[str]) -> None:
    """The test above would say nothing of what is hidden if nothing were."""
    published = world.illustrative().published
    statuses = [
        status
        for query in views
        for status in read(parse_view(query, published, "ro"), published).statuses()
    ]
    assert all(statuses.count(status) for status in Status)


def test_numbers_are_numbers(client: FlaskClient) -> None:
    """A figure is a number in every file for programs, and a masked one is no number anywhere."""
    for query in ("?indicator=contacts&lang=ro", "?indicator=trust_police_balance&level=district"):
        document = json.loads(client.get(f"/export/districts.geojson{query}").data)
        layer = files.read_layer(client.get(f"/export/campaign.gpkg{query}").data)
        for row in [*(each["properties"] for each in document["features"]), *layer]:
            for key in ("value", "n", "numerator"):
                assert isinstance(row.get(key), int | float | None), key
