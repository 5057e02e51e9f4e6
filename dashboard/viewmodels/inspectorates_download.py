"""The inspectorates of a view as a file: coverage, visits, contacts and leaflets, a row each."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.contact_card import WAYS
from dashboard.viewmodels.download import Download, mark_rows
from dashboard.viewmodels.inspectorates import COLUMNS, describe_territory, ordered_facts
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.inspectorates import inspectorate
from geodata.publication import Published
from geodata.vocabulary import Status


def describe_inspectorates_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file; those out of scope have no figure, and say why."""
    given = published.document.get("contacts", {})
    rows: list[tuple[Cell, ...]] = []
    for each in ordered_facts(view, published, t):
        figures: tuple[Cell, ...] = (each.localities, each.visits, each.days)
        figures += (each.contacts, each.leaflets)
        status = Status.OK if each.in_scope else Status.OUT_OF_SCOPE
        contact = given.get(each.code) or {}
        rows.append(
            (
                each.code,
                inspectorate(each.code).name(t.language),
                describe_territory(each, t),
                each.territory if each.in_scope else None,
                *(figures if each.in_scope else (None,) * len(figures)),
                "" if each.in_scope else t.text(f"status.{status}"),
                *(contact.get(key) for key in WAYS),
            )
        )
    head = [t.text("inspectorates.column.code")]
    head += [t.text(f"inspectorates.column.{key}") for key in COLUMNS[:2]]
    head.append(t.text("inspectorates.column.all_localities"))
    head += [t.text(f"inspectorates.column.{key}") for key in COLUMNS[2:]]
    head.append(t.text("visits.status"))
    head += [t.text(f"inspectorates.contact.{k}") for k in WAYS]
    return mark_rows("inspectorates", head, rows, published, t)
