"""The routes of the mobile centres: where each was, in which order, on the days of the view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dashboard.figures.routes_svg import Ground, RouteLine, RoutesDrawing, RouteStop
from dashboard.state import View, format_view
from dashboard.viewmodels.selected import Visit, days_of, promised_date, visits_of
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import VisitStatus

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_CENTRE = "–"


@dataclass(frozen=True, slots=True)
class RouteDay:
    """What a centre did on one day: places with the address of their map, and a word for each."""

    day: str
    places: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A mobile centre: its letter and line on the map, its name, its stops day by day."""

    letter: str
    style: int
    name: str
    stops: str
    days: tuple[RouteDay, ...]


def describe_routes(view: View, published: Published, t: Translator) -> tuple[Route, ...]:
    """Describe every centre's route, in the order of days and hours."""
    return tuple(
        Route(
            letter=letter,
            style=style,
            name=centre or t.text("plan.no_centre"),
            stops=t.plural("count.stops", sum(_held(visit) for visit in visits)),
            days=tuple(_days(visits, view, published, t)),
        )
        for letter, style, centre, visits in _routes(view, published)
    )


def describe_routes_map(view: View, published: Published, t: Translator) -> RoutesDrawing:
    """Describe the drawing of the routes: a line a centre, a letter a stop."""
    document = published.document
    scene = document["scene"]
    chosen = set(view.districts or document["districts"])
    grounds = [
        Ground(
            code,
            document["in_scope"][i],
            code not in chosen,
            code == view.pin,
        )
        for i, code in enumerate(document["districts"])
    ]
    lines = []
    for letter, style, centre, visits in _routes(view, published):
        places = [scene["places"][visit["locality"]] for visit in visits]
        stops = [
            RouteStop(
                letter,
                x,
                y,
                title=f"{letter} · {_when(visit, t)}, {visit['name']}",
                held=_held(visit),
                district=document["districts"][visit["district"]],
            )
            for visit, (x, y) in zip(visits, places, strict=True)
        ]
        lines.append(RouteLine(style if centre else -1, tuple(stops)))
    return RoutesDrawing(
        width=scene["width"],
        height=scene["height"],
        grounds=tuple(grounds),
        lines=tuple(lines),
        watermark=t.text("band.watermark") if document["campaign"]["illustrative"] else "",
    )


def _routes(view: View, published: Published) -> list[tuple[str, int, str, list[Visit]]]:
    """Letter, line style, name and visits of each centre; those without a name come last."""
    inside = days_of(view, published)
    visits = sorted(
        (visit for visit in visits_of(view, published) if inside(_day(visit))),
        key=lambda visit: (not visit["mobile_centre"], visit["mobile_centre"] or "", _day(visit)),
    )
    centres = groupby(visits, key=lambda visit: visit["mobile_centre"] or "")
    return [
        (_letter(i) if centre else NO_CENTRE, i, centre, list(stops))
        for i, (centre, stops) in enumerate(centres)
    ]


def _letter(i: int) -> str:
    """A to Z, then AA, AB ..."""
    more, i = divmod(i, len(LETTERS))
    return (_letter(more - 1) if more else "") + LETTERS[i]


def _held(visit: Visit) -> bool:
    return VisitStatus(visit["status"]).took_place


def _day(visit: Visit) -> str:
    return str(visit["date"]) if _held(visit) else promised_date(visit)


def _when(visit: Visit, t: Translator) -> str:
    day = t.day(date.fromisoformat(_day(visit)))
    return f"{day}, {visit['start']}" if visit["start"] else day


def _days(visits: list[Visit], view: View, published: Published, t: Translator) -> list[RouteDay]:
    days = []
    for day, stops in groupby(visits, key=_day):
        places = []
        for visit in stops:
            code = published.document["districts"][visit["district"]]
            address = format_view(view.to(page="map", pin=code), published, "")
            word = "" if _held(visit) else t.text(f"detail.status.{visit['status']}")
            places.append((visit["name"], address, word))
        days.append(RouteDay(t.short_day(date.fromisoformat(day)), tuple(places)))
    return days
