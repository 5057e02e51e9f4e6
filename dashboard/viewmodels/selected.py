"""The visits and days that a view selects: facts, without words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.state import View
from geodata.publication import Published
from geodata.vocabulary import VisitStatus

Visit = dict[str, Any]


def visits_of(view: View, published: Published) -> list[Visit]:
    """Every visit, planned and cancelled ones too, of the view's districts in scope."""
    inside = district_indexes(view, published)
    return [visit for visit in published.document["visits"] if visit["district"] in inside]


def visits_in(view: View, published: Published) -> list[Visit]:
    """Visits that took place in the days and districts of the view, in scope."""
    return [
        visit
        for visit in visits_of(view, published)
        if VisitStatus(visit["status"]).took_place and view.first <= visit["day"] <= view.last
    ]


def district_indexes(view: View, published: Published) -> set[int]:
    """Chosen districts, or all, as far as they are in the campaign's scope."""
    document = published.document
    return {
        i
        for i, code in enumerate(document["districts"])
        if document["in_scope"][i] and (not view.districts or code in view.districts)
    }


def promised_date(visit: Visit) -> str:
    """ISO day that a visit was promised for; the day in its record where no plan is known."""
    return str(visit["planned_date"] or visit["date"])


def is_whole(view: View, published: Published) -> bool:
    """Whether the view is of the whole campaign."""
    return (view.first, view.last) == (0, len(published.document["days"]) - 1)


def days_of(view: View, published: Published) -> Callable[[str], bool]:
    """Tell for an ISO day whether it is of the view; days outside the campaign are in the whole."""
    days = published.document["days"]
    wanted, known = set(days[view.first : view.last + 1]), set(days)
    whole = is_whole(view, published)
    return lambda day: day in wanted or (whole and day not in known)
