"""What a campaign left open in a view's days and districts: facts, without words.

Visits follow the days. Answers are those of the whole campaign, for a few days of a survey are
rarely shown by district; a base that is hidden is never told, not even by what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.selected import (
    Visit,
    days_of,
    district_indexes,
    promised_date,
    visits_in,
    visits_of,
)
from geodata.publication import Published
from geodata.vocabulary import Level, Status, VisitStatus

LETTERS = {"f": Status.FEW, "s": Status.SUPPRESSED, "n": Status.NO_DATA}
USUAL_QUESTION = "trust_police_favourable"


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A locality that was planned for and never visited, with the promises made to it."""

    locality: str
    name: str
    district: str
    promises: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class ShortOfAnswers:
    """A district with contacts and too few answers.

    `answers` and `missing` (how many more make the figure good) are None unless the status is
    `few`, or nobody at all has answered.
    """

    district: str
    contacts: int
    status: Status
    answers: int | None
    missing: int | None


@dataclass(frozen=True, slots=True)
class NeverVisited:
    """An inspectorate in scope without a visit; `unnamed` visits of its district name none."""

    inspectorate: str
    district: str
    unnamed: int


def open_promises(view: View, published: Published) -> list[Visit]:
    """Visits promised for these days that did not take place, and no later one there did.

    A moved visit took place: its promise is kept.
    """
    latest: dict[str, str] = {}
    for visit in published.document["visits"]:
        if VisitStatus(visit["status"]).took_place:
            place = visit["locality"]
            latest[place] = max(latest.get(place, ""), visit["date"])
    return [
        promise
        for promise in _promised(view, published)
        if not VisitStatus(promise["status"]).took_place
        and latest.get(promise["locality"], "") < promised_date(promise)
    ]


def unvisited_localities(view: View, published: Published) -> list[Unvisited]:
    """Localities planned for these days and not visited on any day."""
    visited = {
        visit["locality"]
        for visit in published.document["visits"]
        if VisitStatus(visit["status"]).took_place
    }
    promises: dict[str, list[Visit]] = {}
    for visit in _promised(view, published):
        if visit["locality"] not in visited:
            promises.setdefault(visit["locality"], []).append(visit)
    districts = published.document["districts"]
    return [
        Unvisited(code, made[0]["name"], districts[made[0]["district"]], tuple(made))
        for code, made in promises.items()
    ]


def asked_question(view: View, published: Published) -> str | None:
    """Indicator whose answers are counted: the one looked at, else a usual one, else none."""
    indicators = published.document["indicators"]
    if indicators[view.indicator]["kind"] == "answers":
        return view.indicator
    if USUAL_QUESTION in indicators:
        return USUAL_QUESTION
    return next((key for key, about in indicators.items() if about["kind"] == "answers"), None)


def districts_short_of_answers(view: View, published: Published) -> list[ShortOfAnswers]:
    """Districts with contacts in these days and few, hidden or no answers, nearest first.

    Hidden ones follow in the order of districts, which says nothing of their base.
    """
    question = asked_question(view, published)
    if question is None:
        return []
    document = published.document
    frame = document["indicators"][question]["whole"][EVERYBODY][Level.DISTRICT]
    contacts: dict[int, int] = {}
    for visit in visits_in(view, published):
        contacts[visit["district"]] = contacts.get(visit["district"], 0) + (visit["contacts"] or 0)
    found = []
    for i, code in enumerate(document["districts"]):
        status = LETTERS.get(frame["s"][i])
        if status is None or not contacts.get(i):
            continue
        answers = {Status.FEW: frame["n"][i], Status.NO_DATA: 0}.get(status)
        missing = None if answers is None else document["thresholds"]["few"] - answers
        found.append(ShortOfAnswers(code, contacts[i], status, answers, missing))
    order = (Status.FEW, Status.NO_DATA, Status.SUPPRESSED)
    return sorted(found, key=lambda each: (order.index(each.status), each.missing or 0))


def never_visited(view: View, published: Published) -> list[NeverVisited]:
    """Inspectorates in scope, of these districts, without a visit of their own in these days."""
    document = published.document
    held = visits_in(view, published)
    visited = {visit["inspectorate"] for visit in held}
    found = []
    for i in sorted(district_indexes(view, published)):
        unnamed = sum(v["district"] == i and not v["inspectorate"] for v in held)
        found += [
            NeverVisited(code, document["districts"][i], unnamed)
            for code in document["places"]["inspectorates"][i]
            if code not in visited
        ]
    return sorted(found, key=lambda each: each.inspectorate)


def _promised(view: View, published: Published) -> list[Visit]:
    """Visits promised for the days of the view."""
    inside = days_of(view, published)
    return [visit for visit in visits_of(view, published) if inside(promised_date(visit))]
