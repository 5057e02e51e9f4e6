"""A comparison as a file: a row a unit, both sides, their difference, what may be said of it.

The rows are the page's own (`comparing.py`): the file says no difference that the page does not,
and judges none.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.comparing import Comparison, Pair, describe_comparison, sides_of
from dashboard.viewmodels.download import Download, mark_rows
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.reading import read
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE

# Heads that the page's table has too.
HEADS = ("unit", "first", "n_first", "second", "n_second", "difference", "judgement")
KEYS = (
    "code",
    "unit",
    "first",
    "first_text",
    "n_first",
    "status_first",
    "second",
    "second_text",
    "n_second",
    "status_second",
    "difference",
    "difference_text",
    "judgement",
)
ALIKE = ("finding", "side_first", "side_second", "indicator", "level", "first_day", "last_day")


def describe_compare_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file; where nothing is compared one row says so."""
    table = read_compare_rows(view, published, t)
    return mark_rows("compare", table.labels, table.rows, published, t)


def read_compare_rows(view: View, published: Published, t: Translator) -> Listed:
    """Read the rows of a comparison, the whole first, then the units as the page has them."""
    keys = (*KEYS, *ALIKE)
    heads = tuple(_head(key, t) for key in keys)
    found, sides = describe_comparison(view, published, t), sides_of(view, published)
    if found is None or sides is None:
        nothing: list[Cell] = [None] * len(keys)
        nothing[keys.index("finding")] = t.text("compare.nothing")
        return Listed(keys, heads, (tuple(nothing),))
    reading = read(sides[0], published)
    days = published.document["days"]
    alike: tuple[Cell, ...] = (
        found.finding,
        *(_said(side.label, side.note) for side in found.sides),
        found.sentence.lead,
        t.text(f"table.unit.{reading.level}"),
        days[reading.first],
        days[reading.last],
    )
    return Listed(keys, heads, tuple((*_cells(row), *alike) for row in _rows(found)))


def _rows(found: Comparison) -> list[Pair]:
    return [row for row in (found.groups, found.total) if row is not None] + list(found.rows)


def _head(key: str, t: Translator) -> str:
    if key in HEADS:
        return t.text(f"compare.head.{key}")
    if key in ("indicator", "level", "first_day", "last_day"):
        return t.text(f"file.column.{key}")
    return t.text(f"compare.column.{key}")


def _said(label: str, note: str) -> str:
    return f"{label} ({note})" if note else label


def _cells(row: Pair) -> tuple[Cell, ...]:
    """A value that is only said to be under or over an end is no number."""
    sides = [
        (None if isinstance(value, str) else value, None if value is None else words, n, status)
        for value, words, n, status in zip(
            row.plain, row.values, row.bases, row.statuses, strict=True
        )
    ]
    difference = None if row.size is None else row.difference
    return (
        row.code if row.code != COUNTRY_CODE else None,
        row.name,
        *sides[0],
        *sides[1],
        row.size,
        difference,
        row.judgement or None,
    )
