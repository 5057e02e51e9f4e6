"""The visits of a view as a file: plan, what became of it, contacts and handouts, a row each."""

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

WORDS = (
    "promised",
    "held",
    "status",
    "centre",
    "locality",
    "locality_code",
    "district",
    "district_code",
    "inspectorate",
)
PLAIN = ("start", "end")
COUNTS = ("contacts", "women", "men", "screenings")


def describe_visits_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file: every visit promised for, or held on, a day of the view."""
    table = read_visit_rows(view, published, t)
    return mark_listed("plan", table, published, t)


def read_visit_rows(view: View, published: Published, t: Translator) -> Listed:
    """Read every visit promised for, or held on, a day of the view."""
    inside = days_of(view, published)
    given = {
        (row["visit"], row["item"]): (row["planned"], row["used"])
        for row in published.document["handouts"]
    }
    offices = published.document["inspectorate_names"]
    names = {code: each[t.language] for code, each in offices.items()}
    rows: list[tuple[Cell, ...]] = []
    for visit in visits_of(view, published):
        status = VisitStatus(visit["status"])
        if not inside(promised_date(visit)) and not (status.took_place and inside(visit["date"])):
            continue
        district = published.document["districts"][visit["district"]]
        rows.append(
            (
                promised_date(visit) if visit["planned_date"] or not status.took_place else None,
                visit["date"] if status.took_place else None,
                t.text(f"plan.status.{status}"),
                visit["mobile_centre"],
                visit["name"],
                visit["locality"],
                unit_name(t, district),
                district,
                names.get(visit["inspectorate"] or ""),
                *(visit[key] for key in (*PLAIN, *COUNTS)),
                *(n for item in Item for n in given.get((visit["id"], str(item)), (None, None))),
            )
        )
    words = (*WORDS, *PLAIN, *COUNTS)
    items = [(item, key) for item in Item for key in ("planned", "used")]
    labels = [t.text(f"visits.{key}") for key in words] + [
        f"{t.text(f'plan.item.{item}')}, {t.text(f'plan.handouts.{key}').lower()}"
        for item, key in items
    ]
    keys = (*words, *(f"{item}_{key}" for item, key in items))
    return Listed(keys, tuple(labels), tuple(rows))
