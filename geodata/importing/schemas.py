"""What the tables of each kind must satisfy, as pandera schemas; a check's name is its code.

Cells are read before (`geodata.importing.parsing`); here stands what their values may be and
how they must agree with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata import vocabulary as v
from geodata.importing.issues import Findings
from geodata.importing.kinds import Kind
from geodata.vocabulary import VisitStatus

if TYPE_CHECKING:
    import pandera.pandas as pa

Span = tuple[date, date] | None

_TYPES = {"date": "datetime64[us]", "count": "Int64"}
_NOT_HELD = (str(VisitStatus.PLANNED), str(VisitStatus.CANCELLED))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over several columns: its code, the column to blame, and whether a row keeps it."""

    code: str
    column: str
    holds: Callable[[pd.DataFrame], Any]


def _sexes(table: pd.DataFrame) -> Any:
    both = table[v.PARTICIPANTS_FEMALE].fillna(0) + table[v.PARTICIPANTS_MALE].fillna(0)
    return ((both <= table[v.PARTICIPANTS]) | (both == 0)).fillna(True).astype(bool)


def _in_order(table: pd.DataFrame) -> Any:
    start, end = table["start"], table["end"]
    return start.isna() | end.isna() | (end.fillna("") >= start.fillna(""))


def _held(table: pd.DataFrame) -> Any:
    counts = table[[v.PARTICIPANTS, v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE]].fillna(0)
    return ~table[v.STATUS].isin(_NOT_HELD) | (counts.sum(axis=1) == 0).astype(bool)


_RULES: Mapping[str, tuple[Rule, ...]] = {
    "visits": (
        Rule("sexes_above_participants", v.PARTICIPANTS, _sexes),
        Rule("end_before_start", "end", _in_order),
        Rule("not_held_with_counts", v.PARTICIPANTS, _held),
    ),
    "plan": (Rule("end_before_start", "end", _in_order),),
}
_NEEDED = {
    "visits": ("date", "district", "locality"),
    "plan": (v.PLANNED_DATE, "district", "locality"),
    "responses": ("date", v.MODE),
    "media": ("date", v.OUTLET),
    "population": ("unit", "residents"),
    "contacts": ("inspectorate",),
    "inspectorates": ("inspectorate",),
    "localities": ("district", "locality"),
    "boundaries": ("district", "geometry"),
}


def schema(kind: Kind, span: Span) -> pa.DataFrameSchema:
    """Build the schema of a kind.

    Args:
        kind: The kind.
        span: First and last day of the campaign, both inside; None while they are unknown.
    """
    import pandera.pandas as pa  # only for a file that is a table: a refusal is to come soon

    columns = {}
    for column in kind.columns:
        if column.reads == "answer":
            continue
        checks = []
        if column.reads == "date" and span:
            first, last = (pd.Timestamp(day) for day in span)
            checks = [pa.Check.in_range(first, last, error="date_outside")]
        if column.reads == "count":
            checks = [
                pa.Check.ge(0, error="count_negative"),
                pa.Check.le(column.most, error="count_absurd"),
            ]
        columns[column.name] = pa.Column(
            _TYPES.get(column.reads), checks, nullable=column.name not in _NEEDED[kind.name]
        )
    rules = [pa.Check(rule.holds, error=rule.code) for rule in _RULES.get(kind.name, ())]
    return pa.DataFrameSchema(columns, checks=rules)


def check(table: pd.DataFrame, kind: Kind, span: Span, findings: Findings) -> None:
    """Check a table whose index is the rows' numbers; what fails is added to the findings."""
    from pandera.errors import SchemaErrors

    try:
        schema(kind, span).validate(table, lazy=True)
    except SchemaErrors as errors:
        blamed = {rule.code: rule.column for rule in _RULES.get(kind.name, ())}
        seen = set()
        cases = errors.failure_cases[["index", "column", "check"]]
        for row, column, failed in cases.itertuples(index=False):
            code = "missing" if failed == "not_nullable" else str(failed)
            where = blamed.get(code, column)
            if (row, where, code) in seen:
                continue
            seen.add((row, where, code))
            findings.add(int(row), where, code, _values(code, where, kind, span, table, row))


def _values(
    code: str, column: str, kind: Kind, span: Span, table: pd.DataFrame, row: int
) -> dict[str, object]:
    if code == "date_outside" and span:
        first, last = span
        return {"first": first.isoformat(), "last": last.isoformat()}
    if code == "count_absurd":
        return {"most": kind.column(column).most}
    if code == "sexes_above_participants":
        names = (v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE, v.PARTICIPANTS)
        female, male, all_ = (table.at[row, name] for name in names)
        sexes = [0 if pd.isna(x) else int(x) for x in (female, male)]
        return {"sexes": sum(sexes), "participants": int(all_)}
    return {}
