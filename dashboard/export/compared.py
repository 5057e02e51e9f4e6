"""A comparison as a workbook: both sides, a native chart of the differences, what may be said."""

from __future__ import annotations

from dashboard.export.asked import Asked
from dashboard.export.spreadsheet import make_book
from dashboard.viewmodels.compare_download import ALIKE, read_compare_rows
from dashboard.viewmodels.comparing import describe_comparison
from geodata.export.workbook import Column, TableSheet, TextSheet, write_workbook

NUMBERS = ("first", "n_first", "second", "n_second", "difference")
WIDE = {"unit": 26, "status_first": 24, "status_second": 24, "judgement": 44}


def make_compared_workbook(asked: Asked) -> bytes:
    """Make the workbook of a comparison; of none it says that nothing was chosen."""
    t = asked.t
    listed = read_compare_rows(asked.view, asked.published, t)
    found = describe_comparison(asked.view, asked.published, t)
    title = str(found.sentence) if found else t.text("compare.title")
    shown = [i for i, key in enumerate(listed.keys) if key not in ALIKE]
    decimals = int(asked.published.document["indicators"][asked.view.indicator]["decimals"])
    keys = [listed.keys[i] for i in shown]
    table = TableSheet(
        name=t.text("file.sheet.table"),
        lead=(title, asked.extract.campaign),
        columns=[
            Column(listed.labels[i], "", WIDE.get(key, 14), _form(key, decimals))
            for i, key in zip(shown, keys, strict=True)
        ],
        rows=[tuple(row[i] for i in shown) for row in listed.rows] if found else [],
        chart=(t.text("file.sheet.chart"), keys.index("unit"), keys.index("difference"))
        if found and any(row.size is not None for row in found.rows)
        else None,
        chart_title=title,
    )
    said = dict(zip(listed.keys, listed.rows[0], strict=True))
    heads = dict(zip(listed.keys, listed.labels, strict=True))
    method = TextSheet(
        t.text("file.sheet.method"),
        [
            (
                t.text("compare.title"),
                [(heads[key], str(said[key])) for key in ALIKE if said[key] is not None],
            ),
            (t.text("file.notes"), [("", t.text("compare.method")), *asked.extract.notes]),
            (t.text("method.statuses"), asked.extract.statuses),
        ],
    )
    return write_workbook(make_book(asked, title, [table, method]))


def _form(key: str, decimals: int) -> str:
    """The number format of a column."""
    if key not in NUMBERS:
        return ""
    digits = "#,##0" if key.startswith("n_") or not decimals else "#,##0." + "0" * decimals
    return f"+{digits};\u2212{digits};{digits}" if key == "difference" else digits
