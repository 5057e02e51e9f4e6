"""A view as a workbook: its table, a native chart of it, method, sources."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.export.asked import Asked
from dashboard.theme import read_tokens
from dashboard.viewmodels.extract import Extract, Field
from geodata.export.workbook import Book, Column, TableSheet, TextSheet, write_workbook
from geodata.i18n import Translator

WIDE = {"name": 26, "indicator": 34, "unit": 34, "class": 24, "status": 24, "mark": 40}
WIDE |= {"value_text": 16, "source": 40, "level": 14}
PLAIN = {"data_version": "0"}


def make_workbook(asked: Asked) -> bytes:
    """Make the workbook of a view."""
    extract, t = asked.extract, asked.t
    about = asked.published.document["indicators"][asked.view.indicator]
    decimals = int(about["decimals"])
    columns = [
        Column(f.label, f.meaning, WIDE.get(f.key, 12), _number(f, about["unit"], decimals, t))
        for f in extract.fields
    ]
    keys = [field.key for field in extract.fields]
    table = TableSheet(
        name=t.text("file.sheet.table"),
        lead=(str(extract.sentence), extract.campaign),
        columns=columns,
        rows=[row.cells for row in extract.rows],
        chart=(t.text("file.sheet.chart"), keys.index("name"), keys.index("value")),
        chart_title=str(extract.sentence),
    )
    return write_workbook(make_book(asked, str(extract.sentence), [table, _method(extract, t)]))


def make_book(asked: Asked, title: str, sheets: Sequence[TableSheet | TextSheet]) -> Book:
    """Bind sheets of a view, its sources and the publisher's words behind them."""
    extract = asked.extract
    tokens = read_tokens()["light"]
    return Book(
        title=title,
        author=asked.published.document["campaign"]["publisher"],
        made=extract.made,
        mark=extract.mark,
        footer=extract.sources[-1],
        sheets=[*sheets, _sources(extract, asked.t)],
        colours={
            "ink": tokens["ink"],
            "bar": tokens["bar"],
            "rule": tokens["rule-strong"],
            "head": tokens["chip"],
            "mark": tokens["band"],
        },
    )


def _number(field: Field, unit: str, decimals: int, t: Translator) -> str:
    """The number format of a column; the value's carries its unit, as on the screen."""
    if field.key != "value":
        return PLAIN.get(field.key, "") if not field.numeric else "#,##0"
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    if not t.has(f"unit.{unit}"):
        return digits
    before, after = t.text(f"unit.{unit}", value="\0").split("\0")
    form = f"{_quoted(before)}{digits}{_quoted(after)}"
    return f"+{form};\u2212{form};{form}" if unit == "points" else form


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _method(extract: Extract, t: Translator) -> TextSheet:
    hero = extract.hero
    return TextSheet(
        t.text("file.sheet.method"),
        [
            (t.text("file.hero"), [(hero.value, f"{hero.caption}. {hero.note}".strip(". "))]),
            (t.text("findings.title"), [(each.text, each.note) for each in extract.findings]),
            (
                f"{t.text('file.legend')}: {extract.legend_unit}",
                [(key.label, key.count) for key in extract.legend],
            ),
            (t.text("file.notes"), extract.notes),
            (t.text("method.statuses"), extract.statuses),
            (t.text("file.fields"), [(field.label, field.meaning) for field in extract.fields]),
        ],
    )


def _sources(extract: Extract, t: Translator) -> TextSheet:
    lines = [extract.funding, extract.disclaimer, extract.address]
    return TextSheet(
        t.text("file.sheet.sources"),
        [
            (t.text("method.sources"), [("", line) for line in extract.sources]),
            (t.text("file.publisher"), [("", line) for line in lines if line]),
        ],
    )
