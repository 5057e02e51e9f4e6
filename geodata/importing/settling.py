"""How visits settle the plan.

A visit that took place, or was cancelled, at a locality that is still planned takes the place
of the planned row: of several the one planned for the day the file names as planned, else for
the same day, else for the nearest day; with the same mobile centre first. It is `done` on the
planned day and `moved` on another; the planned day, and whatever the visit leaves blank of
centre, inspectorate, venue, topics and quantities meant to be given out, come from the plan.
One planned row is settled by one visit.

It works the other way round too: a plan that comes after the visits finds those that took
place at its localities with no planned day of their own.

The row that was replaced stays in the database, marked with the import that settled it, and is
no longer read (`geodata.models.VisitRow.settled_by`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from geodata import vocabulary as v
from geodata.names import fold
from geodata.vocabulary import VisitStatus

Visit = dict[str, Any]

_FROM_PLAN = (v.INSPECTORATE_CODE, v.MOBILE_CENTRE, v.VENUE, v.TOPICS)


def match(plans: list[Visit], visits: list[Visit]) -> list[tuple[int, int]]:
    """Pair planned rows with visits of the same locality, nearest first, each at most once.

    Args:
        plans: Planned rows; their day is `planned_date`.
        visits: Visits that took place or were cancelled.

    Returns:
        Positions in `plans` and `visits`.
    """
    pairs = []
    for i, plan in enumerate(plans):
        for j, visit in enumerate(visits):
            if plan[v.LOCALITY_CODE] == visit[v.LOCALITY_CODE]:
                pairs.append((_distance(plan, visit), j, i))
    matched: list[tuple[int, int]] = []
    used_plans, used_visits = set(), set()
    for _, j, i in sorted(pairs):
        if i not in used_plans and j not in used_visits:
            used_plans.add(i)
            used_visits.add(j)
            matched.append((i, j))
    return matched


def settle(plan: Visit, visit: Visit) -> Visit:
    """Return the visit as it stands once it has taken the planned row's place."""
    settled = dict(visit)
    if settled[v.PLANNED_DATE] is None:
        settled[v.PLANNED_DATE] = plan[v.PLANNED_DATE]
    for name in _FROM_PLAN:
        if settled[name] is None:
            settled[name] = plan[name]
    return _by_its_days(settled)


def plan_of(before: Visit, visit: Visit) -> Visit:
    """Return a visit with the planned day of the stored one whose place it takes."""
    taken = dict(visit)
    if taken[v.PLANNED_DATE] is None:
        taken[v.PLANNED_DATE] = before[v.PLANNED_DATE]
    return _by_its_days(taken)


def _by_its_days(settled: Visit) -> Visit:
    if settled[v.PLANNED_DATE] is not None and VisitStatus(settled[v.STATUS]).took_place:
        same = settled[v.VISIT_DATE] == settled[v.PLANNED_DATE]
        settled[v.STATUS] = str(VisitStatus.DONE if same else VisitStatus.MOVED)
    return settled


def plain_rows(table: pd.DataFrame) -> list[Visit]:
    """Return the rows as dicts of plain values: None for nothing, days as dates."""
    columns = {name: [_plain(x) for x in table[name].astype(object)] for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _distance(plan: Visit, visit: Visit) -> tuple[int, bool]:
    day: date = visit[v.PLANNED_DATE] or visit[v.VISIT_DATE]
    centres = [fold(str(row[v.MOBILE_CENTRE] or "")) for row in (plan, visit)]
    return abs((plan[v.PLANNED_DATE] - day).days), bool(all(centres)) and centres[0] != centres[1]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
