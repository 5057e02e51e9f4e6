"""Visits and plans: from the checked table to what the store takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata import vocabulary as v
from geodata.importing.duplicates import Doubles, Settled, ids_by_key, key_of, settle_doubles
from geodata.importing.issues import Findings
from geodata.importing.kinds import Kind
from geodata.importing.located import Locator
from geodata.importing.schemas import Span, check
from geodata.importing.settling import Visit, match, plain_rows, plan_of, settle
from geodata.imports import PLANNED, VISIT_COLUMNS
from geodata.vocabulary import Item, VisitStatus

_ITEMS = tuple(str(item) for item in Item)
_HELD = (str(VisitStatus.DONE), str(VisitStatus.MOVED))
_KEY = (v.LOCALITY_CODE, "day", v.MOBILE_CENTRE)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the campaign holds: its visits, handouts and screenings, as the store reads them."""

    visits: pd.DataFrame
    handouts: pd.DataFrame
    screenings: pd.DataFrame


@dataclass(frozen=True, slots=True)
class VisitTables:
    """What an import of visits brings; see `ImportBatch`."""

    visits: pd.DataFrame
    handouts: pd.DataFrame
    screenings: pd.DataFrame
    settled: tuple[int, ...]


def check_visits(
    table: pd.DataFrame, kind: Kind, span: Span, stored: Stored, locator: Locator
) -> pd.DataFrame:
    """Check a table of visits or of a plan; returns it with the store's columns, rows listed too.

    Its index stays the rows' numbers. Doubles are looked for by `settle_visits`.
    """
    findings = locator.findings
    table = _as_visits(table) if kind.name == "plan" else _with_status(table, findings)
    check(table[list(kind.names)], kind, span, findings)
    days = [None if pd.isna(day) else day.date() for day in table["date"]]
    table[v.LOCALITY_CODE] = locator.localities(table)
    table[v.INSPECTORATE_CODE] = locator.inspectorates(table, days)
    table = table.rename(
        columns={
            "date": v.VISIT_DATE,
            "district": v.DISTRICT_CODE,
            "start": v.START_TIME,
            "end": v.END_TIME,
        }
    )
    return table


def _as_visits(table: pd.DataFrame) -> pd.DataFrame:
    counts = (v.PARTICIPANTS, v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE, v.SCREENINGS)
    empty = {name: pd.array([None] * len(table), dtype="Int64") for name in counts}
    return table.assign(date=table[v.PLANNED_DATE], status=str(VisitStatus.PLANNED), **empty)


def _with_status(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Fill in the status: held where blank; moved if, and only if, the days differ.

    A visit that is not held stands on its planned day where no other is given.
    """
    table = table.copy()
    status = table[v.STATUS].astype(object)
    status = status.where(status.notna(), str(VisitStatus.DONE))
    planned = table[v.PLANNED_DATE]
    not_held = ~status.isin(_HELD)
    table["date"] = table["date"].where(table["date"].notna() | ~not_held, planned)
    only_planned = (status == str(VisitStatus.PLANNED)) & planned.isna()
    table[v.PLANNED_DATE] = planned.where(~only_planned, table["date"])
    known = ~not_held & planned.notna() & table["date"].notna()
    right = (planned == table["date"]).map({True: _HELD[0], False: _HELD[1]})
    for row in table.index[known & (status != right) & table[v.STATUS].notna()]:
        findings.add(int(row), v.STATUS, "status_corrected", {"status": right[row]})
    table[v.STATUS] = status.where(~known, right)
    return _with_sum(table, findings)


def _with_sum(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Take women and men together as participants where only they were counted."""
    women, men = table[v.PARTICIPANTS_FEMALE], table[v.PARTICIPANTS_MALE]
    both = table[v.PARTICIPANTS].isna() & women.notna() & men.notna()
    both &= ~table.index.isin(findings.listed)
    if both.any():
        table[v.PARTICIPANTS] = table[v.PARTICIPANTS].where(~both, women + men)
        findings.add(None, v.PARTICIPANTS, "participants_summed", {"rows": int(both.sum())})
    return table


def settle_visits(
    table: pd.DataFrame, stored: pd.DataFrame, rule: Doubles, findings: Findings
) -> Settled:
    """Settle doubles: visits among visits by their day, planned rows among plans by theirs.

    A planned row takes the place of a stored one only while that is still open.
    """
    is_plan = table[v.STATUS] == str(VisitStatus.PLANNED)
    was_plan = stored[v.STATUS] == str(VisitStatus.PLANNED)
    held = table[~is_plan].assign(day=lambda t: t[v.VISIT_DATE])
    held_before = stored[~was_plan].assign(day=lambda t: t[v.VISIT_DATE])
    plans = table[is_plan].assign(day=lambda t: t[v.PLANNED_DATE])
    plans_before = stored[stored[v.PLANNED_DATE].notna()].assign(day=lambda t: t[v.PLANNED_DATE])
    carried_out = key_of(plans_before[~was_plan.loc[plans_before.index]], _KEY)
    found = [
        settle_doubles(
            key_of(rows, _KEY),
            ids_by_key(key_of(before, _KEY), before[v.VISIT_ID]),
            rule,
            findings,
            "locality",
            fixed,
        )
        for rows, before, fixed in (
            (held, held_before, frozenset[object]()),
            (plans, plans_before, frozenset(carried_out)),
        )
    ]
    replaced = {row: ids for each in found for row, ids in each.replaced.items()}
    return Settled(replaced, sum(each.both for each in found))


def build_visits(
    table: pd.DataFrame, stored: Stored, doubles: Settled, findings: Findings
) -> VisitTables:
    """Build what the store takes from the rows that are not listed, settling the plan.

    A row that takes the place of a stored visit keeps the planned day of that one and what was
    meant to be given out, where it says nothing of them itself.
    """
    rows = plain_rows(table.reset_index(names=v.VISIT_ID))
    every = {row[v.VISIT_ID]: row for row in plain_rows(stored.visits)}
    handouts = [_handouts(row) for row in rows]
    shown = {row[v.VISIT_ID]: [("", row[v.SCREENINGS])] for row in rows if row[v.SCREENINGS]}
    settled: list[int] = []

    replaced = set(doubles.ids)
    before = [row for number, row in every.items() if number not in replaced]
    has_plan: set[int] = set()
    for at, row in enumerate(rows):
        for number in doubles.replaced.get(row[v.VISIT_ID], ()):
            if row[v.STATUS] == str(VisitStatus.PLANNED):
                continue
            rows[at] = plan_of(every[number], rows[at])
            handouts[at] = _joined(handouts[at], _meant(stored, number))
            if every[number][v.PLANNED_DATE] is not None:
                has_plan.add(at)

    open_plans = [row for row in before if row[v.STATUS] == str(VisitStatus.PLANNED)]
    new = [
        i
        for i, row in enumerate(rows)
        if row[v.STATUS] != str(VisitStatus.PLANNED) and i not in has_plan
    ]
    for i, j in match(open_plans, [rows[j] for j in new]):
        plan, at = open_plans[i], new[j]
        rows[at] = settle(plan, rows[at]) | {v.VISIT_ID: rows[at][v.VISIT_ID]}
        handouts[at] = _joined(handouts[at], _stored_handouts(stored, plan[v.VISIT_ID]))
        settled.append(int(plan[v.VISIT_ID]))

    unplanned = [row for row in before if row[v.STATUS] in _HELD and row[v.PLANNED_DATE] is None]
    plans = [i for i, row in enumerate(rows) if row[v.STATUS] == str(VisitStatus.PLANNED)]
    for i, j in match([rows[i] for i in plans], unplanned):
        at, visit = plans[i], unplanned[j]
        own = rows[at][v.VISIT_ID]
        rows[at] = settle(rows[at], visit) | {v.VISIT_ID: own}
        handouts[at] = _joined(_stored_handouts(stored, visit[v.VISIT_ID]), handouts[at])
        shown[own] = _stored_screenings(stored, visit[v.VISIT_ID])
        settled.append(int(visit[v.VISIT_ID]))

    if settled:
        findings.add(None, None, "plan_settled", {"count": len(settled)})
    return VisitTables(*_frames(rows, handouts, shown), (*settled, *sorted(replaced)))


def _handouts(row: Visit) -> dict[str, tuple[Any, Any]]:
    """Item to quantity given out and quantity meant, either None."""
    planned = row[v.STATUS] == str(VisitStatus.PLANNED)
    given = {item: row[item] for item in _ITEMS if row[item] is not None}
    return {item: (None, n) if planned else (n, None) for item, n in given.items()}


def _joined(
    given: dict[str, tuple[Any, Any]], meant: dict[str, tuple[Any, Any]]
) -> dict[str, tuple[Any, Any]]:
    nothing = (None, None)
    return {
        item: (given.get(item, nothing)[0], meant.get(item, nothing)[1])
        for item in (*given, *(item for item in meant if item not in given))
    }


def _stored_handouts(stored: Stored, visit_id: int) -> dict[str, tuple[Any, Any]]:
    rows = plain_rows(stored.handouts[stored.handouts[v.VISIT_ID] == visit_id])
    return {row[v.ITEM]: (row[v.QUANTITY], row[PLANNED]) for row in rows}


def _meant(stored: Stored, visit_id: int) -> dict[str, tuple[Any, Any]]:
    """What was meant to be given out at a stored visit, without what was."""
    held = _stored_handouts(stored, visit_id)
    return {item: (None, meant) for item, (_, meant) in held.items() if meant is not None}


def _stored_screenings(stored: Stored, visit_id: int) -> list[tuple[str, int]]:
    rows = plain_rows(stored.screenings[stored.screenings[v.VISIT_ID] == visit_id])
    return [(row[v.TITLE], row[v.SCREENINGS]) for row in rows]


def _frames(
    rows: list[Visit],
    handouts: list[dict[str, tuple[Any, Any]]],
    shown: dict[Any, list[tuple[str, int]]],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    visits = pd.DataFrame(rows, columns=[v.VISIT_ID, *VISIT_COLUMNS], dtype=object)
    given = [
        (row[v.VISIT_ID], item, *both)
        for row, items in zip(rows, handouts, strict=True)
        for item, both in items.items()
    ]
    films = [(visit, *film) for visit, films in shown.items() for film in films]
    return (
        visits,
        pd.DataFrame(given, columns=[v.VISIT_ID, v.ITEM, v.QUANTITY, PLANNED], dtype=object),
        pd.DataFrame(films, columns=[v.VISIT_ID, v.TITLE, v.SCREENINGS], dtype=object),
    )
