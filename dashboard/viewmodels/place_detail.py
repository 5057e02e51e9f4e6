"""The panel of one locality: residents, visits, handouts, who serves it; never a survey figure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import View, format_view
from dashboard.viewmodels.contact_card import ContactCard, describe_contact
from dashboard.viewmodels.detail import VisitLine, describe_handouts, describe_visit_line
from dashboard.viewmodels.places import status_of, visits_by_locality
from dashboard.viewmodels.selected import days_of, promised_date
from dashboard.viewmodels.text import unit_name
from geodata.districts import district
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import VisitStatus


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way down: its name, and the view of it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PlaceDetail:
    """Everything the panel says of a locality."""

    title: str
    crumbs: tuple[Crumb, ...]
    status: str
    residents: str
    visits_title: str
    visits: tuple[VisitLine, ...]
    handouts: tuple[tuple[str, str], ...]
    inspectorates: tuple[ContactCard, ...]
    no_survey: str


def describe_place(view: View, published: Published, t: Translator) -> PlaceDetail | None:
    """Describe the locality that the view is zoomed to; None where it is no locality."""
    at = published.locality_index.get(view.focus)
    if at is None:
        return None
    document = published.document
    _code, name, home, _x, _y, residents = document["localities"][at]
    code = document["districts"][home]
    inside = days_of(view, published)
    own = visits_by_locality(published).get(view.focus, [])
    visits = [
        visit
        for visit in own
        if inside(promised_date(visit))
        or (VisitStatus(visit["status"]).took_place and inside(visit["date"]))
    ]
    held = [v for v in visits if VisitStatus(v["status"]).took_place and inside(v["date"])]
    return PlaceDetail(
        title=name,
        crumbs=tuple(_crumbs(code, view, published, t)),
        status=t.text(f"places.{status_of(own, view, published)}"),
        residents=_residents(residents, t),
        visits_title=t.plural("count.visits", len(held)),
        visits=tuple(describe_visit_line(visit, published, t) for visit in visits),
        handouts=describe_handouts(held, t),
        inspectorates=tuple(
            describe_contact(each, published, t)
            for each in document["places"]["inspectorates"][home]
        ),
        no_survey=t.text("places.no_survey", district=unit_name(t, code)),
    )


def _crumbs(code: str, view: View, published: Published, t: Translator) -> list[Crumb]:
    """Moldova, the region where there is one, the district; each leads to its own view."""
    steps = [("", t.text("detail.moldova"), "")]
    region = district(code).region_code
    if region:
        steps.append((region, unit_name(t, region), region))
    steps.append((code, unit_name(t, code), code))
    return [
        Crumb(name, format_view(view.to(focus=focus, pin=pin), published, ""))
        for focus, name, pin in steps
    ]


def _residents(residents: int | None, t: Translator) -> str:
    if residents is None:
        return t.text("places.residents_unknown")
    return t.text("places.residents", residents=t.plural("count.residents", residents))
