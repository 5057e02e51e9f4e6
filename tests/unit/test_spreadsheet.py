"""The workbook: numbers with formats, frozen heads, a native chart, no formula, fit for paper."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from dashboard.export.asked import Asked
from dashboard.export.spreadsheet import make_workbook
from dashboard.state import View
from geodata.export.workbook import Book, Column, TableSheet, TextSheet, write_workbook
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level
from tests import files, world

COLOURS = dict.fromkeys(("ink", "bar", "rule", "head", "mark"), "#123456")


def asked(lang: str = "ro", **changes: object) -> Asked:
    published = world.illustrative().published
    last = len(published.document["days"]) - 1
    view = View(lang, **{"last": last, "level": Level.DISTRICT, **changes})  # type: ignore[arg-type]
    return Asked(view, published, translators()[lang])


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def small(rows: list[tuple]) -> dict[str, str]:
    table = TableSheet(
        "T", ("Title",), [Column("name"), Column("value", "what")], rows, ("C", 0, 1), "Title"
    )
    book = Book("Title", "Who", date(2021, 11, 14), "Mark & more", "Foot", [table], COLOURS)
    return parts(write_workbook(book))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_say_all_that_a_view_says(lang: str) -> None:
    given = asked(lang, indicator="trust_police_favourable")
    extract, t = given.extract, given.t
    sheets = files.read_sheets(make_workbook(given))
    assert list(sheets) == [
        t.text(f"file.sheet.{key}") for key in ("table", "chart", "method", "sources")
    ]
    table, chart, method, sources = (
        {str(cell) for row in rows for cell in row} for rows in sheets.values()
    )
    assert {str(extract.sentence), extract.campaign, extract.mark} <= table
    for key in extract.legend:
        assert {key.label, str(float(key.count))} <= method
    for head, text in (*extract.notes, *extract.statuses):
        assert {head, text} <= method
    assert {text for each in extract.findings for text in (each.text, each.note)} <= method
    assert {field.meaning for field in extract.fields} <= method
    assert {*extract.sources, extract.funding, extract.disclaimer} <= sources
    for words in (table, method, sources):
        assert extract.mark in words, "every sheet is marked"
    assert chart <= {""}


def test_figures_are_numbers_with_the_unit_of_the_screen() -> None:
    book = parts(make_workbook(asked("en", indicator="trust_police_favourable")))
    assert 'formatCode="#,##0&quot;%&quot;"' in book["xl/styles.xml"]
    sheet = book["xl/worksheets/sheet1.xml"]
    assert len(re.findall(r'<c r="C\d+" s="\d+"><v>\d+</v></c>', sheet)) > 25
    points = parts(make_workbook(asked("ro", indicator="trust_police_balance")))["xl/styles.xml"]
    assert "+#,##0&quot; p.p.&quot;" in points or "+#,##0&quot;" in points


def test_a_hidden_figure_is_an_empty_cell_and_the_chart_leaves_a_gap() -> None:
    given = asked("en", indicator="trust_police_favourable")
    content = make_workbook(given)
    keys = [field.key for field in given.extract.fields]
    labels = [field.label for field in given.extract.fields]
    rows = files.read_table(content, labels, keys)
    hidden = [row for row in rows if row["status_code"] == "suppressed"]
    assert hidden and all(row["value"] is None and row["n"] is None for row in hidden)
    chart = parts(content)["xl/charts/chart1.xml"]
    assert "<c:barChart>" in chart
    # Programs take a gap where nothing is said, in a file that calls itself of Excel 2007.
    assert (
        "dispBlanksAs" not in chart and "<AppVersion>12.0000<" in parts(content)["docProps/app.xml"]
    )
    assert given.extract.mark in chart, "a chart that is copied away is still marked"


def test_heads_are_frozen_and_sheets_can_be_printed() -> None:
    book = parts(make_workbook(asked("ru", indicator="contacts")))
    for number in (1, 2, 3, 4):
        sheet = book[f"xl/worksheets/sheet{number}.xml"]
        assert 'orientation="landscape"' in sheet and 'paperSize="9"' in sheet
        assert '<pageSetUpPr fitToPage="1"/>' in sheet and "Иллюстративные данные" in sheet
    first = book["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in first and "<autoFilter" in first
    assert "_xlnm.Print_Titles" in book["xl/workbook.xml"]


def test_text_that_looks_like_a_formula_is_text_and_a_number_below_zero_a_number() -> None:
    book = small([("=1+1", -5), ("@SUM(A1)", 0), ("+7", None), ("-x", 2.5)])
    sheet = book["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "<f " not in sheet
    for text in ("'=1+1", "'@SUM(A1)", "'+7", "'-x"):
        assert f">{text}<" in book["xl/sharedStrings.xml"]
    assert re.findall(r"<v>(-5|2\.5)</v>", sheet) == ["-5", "2.5"]
    assert "Mark &amp;&amp; more" in sheet


def test_a_table_without_rows_is_a_workbook_too() -> None:
    assert "<c:barChart>" in small([])["xl/charts/chart1.xml"]
    given = asked("en", classes=("a",))
    assert not given.extract.rows and make_workbook(given)


def test_texts_alone_are_a_workbook() -> None:
    sheet = TextSheet("About", [("Head", [("a", "=b"), ("n", 3)])])
    book = Book("T", "W", date(2021, 1, 1), "", "", [sheet], COLOURS)
    rows = files.read_sheets(write_workbook(book))["About"]
    assert rows == [["Head", ""], ["a", "'=b"], ["n", 3.0]]
