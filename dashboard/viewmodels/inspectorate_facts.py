"""Each inspectorate in a view's days: territory, visits, contacts, leaflets; without words.

An inspectorate that serves a whole district has that district as its territory. Of the others
no boundaries are public: they have a seat and what was recorded as theirs, and an area only
where somebody brought it.
Directorates stand above inspectorates and are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.state import View
from dashboard.viewmodels.selected import Visit, visits_in
from geodata.publication import Published


@dataclass(frozen=True, slots=True)
class InspectorateFacts:
    """What one inspectorate has to show for the days of a view.

    Attributes:
        code: Its code.
        district: The district that it serves, whole or in part.
        whole: Whether its territory is the whole district.
        in_scope: Whether the campaign's record counts it.
        visits: Visits recorded as its own.
        localities: Different localities of them.
        territory: Localities of its territory; None where its boundaries are not known.
        days: Days with presence.
        contacts: Contacts at its visits; None where nobody counted.
        leaflets: Leaflets with its contacts given out there; None where nobody counted.
        area: Its area as a path, "" where it is a whole district or not known.
    """

    code: str
    district: str
    whole: bool
    in_scope: bool
    visits: int
    localities: int
    territory: int | None
    days: int
    contacts: int | None
    leaflets: int | None
    area: str = ""


def measure_inspectorates(view: View, published: Published) -> list[InspectorateFacts]:
    """Measure the inspectorates of the chosen districts, or all."""
    document = published.document
    scope = set(document["campaign"]["scope_inspectorates"])
    localities = dict(zip(document["districts"], document["places"]["localities"], strict=True))
    own: dict[str, list[Visit]] = {}
    for visit in visits_in(view, published):
        if visit["inspectorate"]:
            own.setdefault(visit["inspectorate"], []).append(visit)
    facts = []
    for office in document["inspectorates"]:
        code, district = office["code"], office["district"]
        if view.districts and district not in view.districts:
            continue
        visits = own.get(code, []) if code in scope else []
        whole = office["whole"]
        facts.append(
            InspectorateFacts(
                code=code,
                district=district,
                whole=whole,
                in_scope=code in scope,
                visits=len(visits),
                localities=len({visit["locality"] for visit in visits}),
                territory=localities[district] if whole else office["territory"],
                area=office["area"],
                days=len({visit["day"] for visit in visits}),
                contacts=_sum(visits, "contacts"),
                leaflets=_sum(visits, "leaflets"),
            )
        )
    return facts


def count_unnamed(view: View, published: Published) -> int:
    """Count visits of these days that name no inspectorate, so that they are nobody's own."""
    return sum(not visit["inspectorate"] for visit in visits_in(view, published))


def _sum(visits: Sequence[Visit], key: str) -> int | None:
    """Sum what is known; no visit is zero, visits at which nobody counted are unknown."""
    known = [visit[key] for visit in visits if visit[key] is not None]
    return int(sum(known)) if known or not visits else None
