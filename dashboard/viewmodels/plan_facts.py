"""Plan and done in a view's days and districts: counts, without words.

A promise counts on the day it was made for, a visit on the day it took place. What is unknown
(a plan, a centre, a quantity) is counted as unknown and never as zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.state import View
from dashboard.viewmodels.selected import days_of, is_whole, promised_date, visits_of
from geodata.publication import Published
from geodata.vocabulary import Item, VisitStatus


@dataclass(frozen=True, slots=True)
class Counts:
    """Visits of one day or one mobile centre.

    Attributes:
        planned: Promised for these days, whatever became of them.
        done: Took place on the day they were promised for, or without a known plan.
        moved: Took place here, promised for another day.
        cancelled: Cancelled, promised for these days.
        waiting: Promised for these days and neither held nor cancelled.
    """

    planned: int = 0
    done: int = 0
    moved: int = 0
    cancelled: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Localities against the campaign's target.

    `visited` and `planned` are of the view's days and districts; the lists grow day by day.
    `target` is the whole campaign's, so it is None where days or districts are chosen.
    """

    visited: int
    planned: int
    target: int | None
    visited_by_day: tuple[int, ...]
    planned_by_day: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Handouts:
    """One item: meant, given out, left; None where nobody wrote anything down.

    `left` is over the visits where both are known, nothing given out where none took place;
    `unknown` counts visits that took place and did not note the item.
    """

    item: Item
    planned: int | None
    used: int | None
    left: int | None
    unknown: int


def count_by_day(view: View, published: Published) -> list[Counts]:
    """Count each day of the view."""
    days = published.document["days"][view.first : view.last + 1]
    counted = _count((day, kind) for _, day, kind in _events(view, published))
    return [counted.get(day, Counts()) for day in days]


def count_other_days(view: View, published: Published) -> Counts:
    """Count what lies outside the campaign's days; part of the whole campaign only."""
    days = set(published.document["days"])
    outside = (("", kind) for _, day, kind in _events(view, published) if day not in days)
    return _count(outside).get("", Counts()) if is_whole(view, published) else Counts()


def count_by_centre(view: View, published: Published) -> dict[str, Counts]:
    """Count each mobile centre over the view's days; "" is where none was written down."""
    inside = days_of(view, published)
    counted = _count(
        (centre, kind) for centre, day, kind in _events(view, published) if inside(day)
    )
    return dict(sorted(counted.items(), key=lambda pair: (not pair[0], pair[0])))


def measure_progress(view: View, published: Published) -> Progress:
    """Add up localities visited and planned, day by day."""
    document = published.document
    days = document["days"][view.first : view.last + 1]
    visits = visits_of(view, published)
    held = [(v["date"], v["locality"]) for v in visits if VisitStatus(v["status"]).took_place]
    promised = [(v["planned_date"], v["locality"]) for v in visits if v["planned_date"]]
    target = document["campaign"]["target_localities"] or None
    visited_by_day = _growing(held, days)
    planned_by_day = _growing(promised, days)
    return Progress(
        visited=visited_by_day[-1],
        planned=planned_by_day[-1],
        target=target if is_whole(view, published) and not view.districts else None,
        visited_by_day=visited_by_day,
        planned_by_day=planned_by_day,
    )


def measure_handouts(view: View, published: Published) -> list[Handouts]:
    """Sum up every item over the visits of the view; items without a row are left out."""
    inside = days_of(view, published)
    took_place: dict[int, bool] = {}
    for visit in visits_of(view, published):
        held = VisitStatus(visit["status"]).took_place
        if inside(visit["date"] if held else promised_date(visit)):
            took_place[visit["id"]] = held
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in published.document["handouts"]:
        if row["visit"] in took_place:
            rows.setdefault(row["item"], []).append(row)
    return [_sum_up(item, rows[item], took_place) for item in Item if item in rows]


def _sum_up(item: Item, rows: list[dict[str, Any]], took_place: dict[int, bool]) -> Handouts:
    # Where nobody came nothing was given out: that is known even if it was not written down.
    used = [row["used"] if took_place[row["visit"]] else row["used"] or 0 for row in rows]
    left = [
        row["planned"] - given
        for row, given in zip(rows, used, strict=True)
        if row["planned"] is not None and given is not None
    ]
    noted = {row["visit"] for row, given in zip(rows, used, strict=True) if given is not None}
    return Handouts(
        item=item,
        planned=_sum(row["planned"] for row in rows),
        used=_sum(used),
        left=_sum(left),
        unknown=sum(held and visit not in noted for visit, held in took_place.items()),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _events(view: View, published: Published) -> Iterator[tuple[str, str, str]]:
    """What happened as (centre, ISO day, name of a count): a promise, and what became of it."""
    for visit in visits_of(view, published):
        status = VisitStatus(visit["status"])
        centre = visit["mobile_centre"] or ""
        if visit["planned_date"] or not status.took_place:
            yield centre, promised_date(visit), "planned"
        day = visit["date"] if status.took_place else promised_date(visit)
        yield centre, day, "waiting" if status is VisitStatus.PLANNED else str(status)


def _count(named: Iterable[tuple[str, str]]) -> dict[str, Counts]:
    counted: dict[str, Counter[str]] = {}
    for name, kind in named:
        counted.setdefault(name, Counter())[kind] += 1
    return {name: Counts(**counter) for name, counter in counted.items()}


def _growing(dated: Iterable[tuple[str, str]], days: Sequence[str]) -> tuple[int, ...]:
    """Different localities up to each day, from the first of `days` on."""
    new: dict[str, set[str]] = {day: set() for day in days}
    for day, place in dated:
        if day in new:
            new[day].add(place)
    seen: set[str] = set()
    counts = []
    for places in new.values():
        seen |= places
        counts.append(len(seen))
    return tuple(counts)
