"""What next as a file: one row an open end, with the same reasons as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.download import Download, mark_rows
from dashboard.viewmodels.next_steps import describe_next
from dashboard.viewmodels.text import unit_name
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published

FACTS = ("date", "centre", "contacts", "answers", "missing")
COLUMNS = ("list", "name", "district", "reason", *FACTS)


def describe_next_download(
    view: View, published: Published, t: Translator, asked: Mapping[str, str]
) -> Download:
    """Describe the file of the lists that are open in a view.

    Args:
        view: Days, districts and language.
        published: What may be shown.
        t: The reader's language.
        asked: The query: `list` narrows the file to one of the lists; other values to none.

    A list without an entry has one row that says so.
    """
    lists = describe_next(view, published, t).lists
    wanted = [each for each in lists if asked.get("list", each.key) == each.key]
    rows: list[tuple[Cell, ...]] = []
    for each in wanted or lists:
        kind = t.text(f"next.{each.key}.name")
        for step in each.steps:
            facts = [step.facts.get(key) for key in FACTS]
            rows.append((kind, step.name, unit_name(t, step.pin), step.reason, *facts))
        if not each.steps:
            rows.append((kind, None, None, each.nothing, *[None] * len(FACTS)))
    head = [t.text(f"next.column.{key}") for key in COLUMNS]
    return mark_rows("next", head, rows, published, t)
