"""The handouts of a view as a file: a row for each visit and item.

The rules are those of the sums in `plan_facts`: where nobody came nothing was given out, what
nobody wrote down is blank, and left is known where both others are.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.download import Download, mark_listed
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.selected import days_of, promised_date, visits_of
from dashboard.viewmodels.text import unit_name
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Item, VisitStatus

OF_VISIT = ("day", "status", "centre", "locality", "district", "district_code", "inspectorate")
COUNTS = ("item", "planned", "used", "left")


def describe_handouts_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file: every item noted for a visit of the view."""
    table = read_handout_rows(view, published, t)
    return mark_listed("handouts", table, published, t)


def read_handout_rows(view: View, published: Published, t: Translator) -> Listed:
    """Read every item noted for a visit held, or promised and not held, on a day of the view."""
    inside = days_of(view, published)
    offices = published.document["inspectorate_names"]
    names = {code: each[t.language] for code, each in offices.items()}
    noted: dict[int, dict[str, tuple[int | None, int | None]]] = {}
    for row in published.document["handouts"]:
        noted.setdefault(row["visit"], {})[row["item"]] = (row["planned"], row["used"])
    rows: list[tuple[Cell, ...]] = []
    for visit in visits_of(view, published):
        status = VisitStatus(visit["status"])
        day = visit["date"] if status.took_place else promised_date(visit)
        if not inside(day):
            continue
        district = published.document["districts"][visit["district"]]
        for item in Item:
            if item not in noted.get(visit["id"], {}):
                continue
            planned, used = noted[visit["id"]][item]
            used = used if status.took_place else used or 0
            rows.append(
                (
                    day,
                    t.text(f"plan.status.{status}"),
                    visit["mobile_centre"],
                    visit["name"],
                    unit_name(t, district),
                    district,
                    names.get(visit["inspectorate"] or ""),
                    t.text(f"plan.item.{item}"),
                    planned,
                    used,
                    None if planned is None or used is None else planned - used,
                )
            )
    heads = [t.text("media.column.day"), *(t.text(f"visits.{key}") for key in OF_VISIT[1:])]
    heads += [t.text(f"plan.handouts.{key}") for key in COUNTS]
    return Listed((*OF_VISIT, *COUNTS), tuple(heads), tuple(rows))
