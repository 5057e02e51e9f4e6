"""Rows that stand there twice, in the file or in what the campaign holds already.

The same visit is one of the same locality, day and centre; the same form one of the same id.
What becomes of the second is a rule that the user picks; either way it is said.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from geodata.importing.issues import Findings
from geodata.names import fold


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the doubles.

    Attributes:
        replaced: Row number to the ids of what is stored and loses its place to it.
        both: How many are counted though they stand there twice.
    """

    replaced: Mapping[int, tuple[int, ...]]
    both: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        """What is stored and loses its place."""
        return tuple(number for ids in self.replaced.values() for number in ids)


class Doubles(StrEnum):
    """What becomes of a double."""

    LIST = "list"  # it is left out and listed, for a person to look at
    KEEP = "keep"  # the first stays: what is stored, or the earlier row
    REPLACE = "replace"  # the last stays, and takes the place of what is stored
    BOTH = "both"  # it is counted too


TWICE = {
    Doubles.LIST: "row_twice",
    Doubles.KEEP: "double_earlier",
    Doubles.REPLACE: "double_later",
}
_STORED = {Doubles.LIST: "row_stored"}


def key_of(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Join columns to a key for comparing; days as ISO, texts folded, nothing as ''."""
    parts = []
    for name in columns:
        column = table[name]
        if str(column.dtype).startswith("datetime"):
            parts.append(column.dt.strftime("%Y-%m-%d").astype(object).fillna(""))
        else:
            plain = column.astype(object)
            parts.append(plain.map(lambda x: "" if pd.isna(x) else fold(str(x)) or str(x)))
    rows = list(zip(*parts, strict=True))
    return pd.Series(rows, index=table.index, dtype=object)


def ids_by_key(keys: pd.Series, ids: pd.Series) -> dict[object, tuple[int, ...]]:
    """Return the ids of what is stored, by key; both series have one index."""
    found: dict[object, tuple[int, ...]] = {}
    for key, number in zip(keys.tolist(), ids.tolist(), strict=True):
        found[key] = (*found.get(key, ()), int(number))
    return found


def settle_doubles(
    keys: pd.Series,
    stored: Mapping[object, tuple[int, ...]],
    rule: Doubles,
    findings: Findings,
    column: str,
    fixed: Container[object] = (),
) -> Settled:
    """Settle the rows that are double; those that are listed already stand in nobody's way.

    Args:
        keys: Key by row number.
        stored: What the campaign holds, by key.
        rule: What the user picked.
        findings: Where the doubles are said.
        column: The column to blame.
        fixed: Keys of what is stored and cannot be replaced.
    """
    rows = [(int(str(row)), key) for row, key in keys.items() if row not in findings.listed]
    if rule is Doubles.BOTH:
        again = len(rows) - len({key for _, key in rows} - set(stored))
        if again:
            findings.add(None, column, "doubles_both", {"count": again})
        return Settled({}, again)
    replacing = rule is Doubles.REPLACE
    first: dict[object, int] = {}
    replaced: dict[int, tuple[int, ...]] = {}
    for row, key in reversed(rows) if replacing else rows:
        if key in (fixed if replacing else stored):
            findings.add(row, column, _STORED.get(rule, "double_stored"))
        elif key in first:
            findings.add(row, column, TWICE[rule], {"other": first[key]})
        else:
            first[key] = row
            if key in stored:
                replaced[row] = stored[key]
    if replaced:
        findings.add(None, column, "doubles_replaced", {"count": len(replaced)})
    return Settled(replaced)


def list_twice(keys: pd.Series, findings: Findings, column: str) -> None:
    """List every row whose key an earlier row of the file has, whatever rule was picked."""
    settle_doubles(keys, {}, Doubles.LIST, findings, column)
