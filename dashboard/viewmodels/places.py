"""Villages and towns: visited, planned or neither in a view's days; and what the browser needs.

Figures of the survey stop at the district and are nowhere in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard.state import View, format_view
from dashboard.viewmodels.selected import Visit, days_of, promised_date
from geodata.i18n import Translator
from geodata.names import romanian_order
from geodata.publication import Published
from geodata.vocabulary import VisitStatus


class PlaceStatus(StrEnum):
    """What became of a locality in the days of a view."""

    VISITED = "visited"
    PLANNED = "planned"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A locality in a list: its name, its status in words, its figures, its own view."""

    code: str
    name: str
    status: PlaceStatus
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The localities of a district; visited and planned ones first.

    `lines` is empty until the map is zoomed to the district, which `address` does: a list of
    seventy is most of a panel's work, and few ask for it.
    """

    title: str
    note: str
    address: str
    lines: tuple[PlaceLine, ...]


def status_of(visits: Iterable[Visit], view: View, published: Published) -> PlaceStatus:
    """Tell what became of a locality from its visits."""
    inside = days_of(view, published)
    promised = False
    for visit in visits:
        if VisitStatus(visit["status"]).took_place and inside(visit["date"]):
            return PlaceStatus.VISITED
        promised = promised or inside(promised_date(visit))
    return PlaceStatus.PLANNED if promised else PlaceStatus.NEITHER


def describe_place_list(view: View, published: Published, t: Translator) -> PlaceList | None:
    """Describe the localities of the pinned district; None where no district is pinned."""
    district = published.district_index.get(view.pin)
    if district is None:
        return None
    visits = visits_by_locality(published)
    rows = [row for row in published.document["localities"] if row[2] == district]
    statuses = [status_of(visits.get(row[0], ()), view, published) for row in rows]
    zoomed = view.to(page="map", focus=view.pin)
    return PlaceList(
        title=t.plural("count.localities", len(rows)),
        note=t.text(
            "places.counts",
            visited=t.number(statuses.count(PlaceStatus.VISITED)),
            planned=t.number(statuses.count(PlaceStatus.PLANNED)),
        ),
        address=format_view(zoomed, published, ""),
        lines=_lines(rows, statuses, view, published, t) if view.focus == view.pin else (),
    )


def _lines(
    rows: Sequence[Sequence[Any]],
    statuses: Sequence[PlaceStatus],
    view: View,
    published: Published,
    t: Translator,
) -> tuple[PlaceLine, ...]:
    lines = []
    for (code, name, _at, _x, _y, residents), status in zip(rows, statuses, strict=True):
        words = [t.text(f"places.{status}")]
        if residents is not None:
            words.append(t.plural("count.residents", residents))
        address = format_view(view.to(page="map", focus=code), published, "")
        lines.append(PlaceLine(code, name, status, ", ".join(words), address))
    order = list(PlaceStatus)
    lines.sort(key=lambda line: (order.index(line.status), romanian_order(line.name)))
    return tuple(lines)


def visits_by_locality(published: Published) -> dict[str, list[Visit]]:
    """Group every visit, planned and cancelled ones too, by locality."""
    grouped: dict[str, list[Visit]] = {}
    for visit in published.document["visits"]:
        grouped.setdefault(visit["locality"], []).append(visit)
    return grouped


def describe_places(published: Published) -> dict[str, Any]:
    """Return what the browser draws localities from, by columns; days as their indexes.

    `held` and `promised` are by place in the columns; -1 is a day outside the campaign.
    """
    rows = published.document["localities"]
    codes, names, districts, xs, ys, residents = zip(*rows, strict=True)
    days = {day: i for i, day in enumerate(published.document["days"])}
    held: dict[int, list[int]] = {}
    promised: dict[int, list[int]] = {}
    for visit in published.document["visits"]:
        at = published.locality_index[visit["locality"]]
        if VisitStatus(visit["status"]).took_place:
            held.setdefault(at, []).append(days.get(visit["date"], -1))
        promised.setdefault(at, []).append(days.get(promised_date(visit), -1))
    return {
        "codes": codes,
        "names": names,
        "districts": districts,
        "x": xs,
        "y": ys,
        "residents": residents,
        "held": held,
        "promised": promised,
    }
