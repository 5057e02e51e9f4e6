"""The inspectorates of a view as a file: coverage, visits, contacts and leaflets, a row each."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.contact_card import WAYS
from dashboard.viewmodels.download import Download, mark_rows
from dashboard.viewmodels.inspectorates import COLUMNS, describe_territory, ordered_facts
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.text import inspectorate_name
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Status


def describe_inspectorates_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file; those out of scope have no figure, and say why."""
    table = read_inspectorate_rows(view, published, t)
    return mark_rows("inspectorates", table.labels, table.rows, published, t)


def read_inspectorate_rows(view: View, published: Published, t: Translator) -> Listed:
    """Read the inspectorates of the view's districts, in the order of the alphabet."""
    given = published.document.get("contacts", {})
    rows: list[tuple[Cell, ...]] = []
    for each in ordered_facts(view, published, t):
        figures: tuple[Cell, ...] = (each.localities, each.visits, each.days)
        figures += (each.contacts, each.leaflets)
        contact = given.get(each.code) or {}
        rows.append(
            (
                each.code,
                inspectorate_name(published, each.code, t),
                describe_territory(each, t),
                each.territory if each.in_scope else None,
                *(figures if each.in_scope else (None,) * len(figures)),
                t.text("tables.in_scope" if each.in_scope else f"status.{Status.OUT_OF_SCOPE}"),
                *(contact.get(key) for key in WAYS),
            )
        )
    keys = ("code", *COLUMNS[:2], "all_localities", *COLUMNS[2:])
    labels = [t.text(f"inspectorates.column.{key}") for key in keys]
    labels += [t.text("visits.status"), *(t.text(f"inspectorates.contact.{k}") for k in WAYS)]
    return Listed((*keys, "status", *WAYS), tuple(labels), tuple(rows))
