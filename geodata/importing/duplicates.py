"""Rows that stand there twice, in the file or in what the campaign holds already."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geodata.importing.issues import Findings
from geodata.names import fold


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


def list_twice(table: pd.DataFrame, keys: pd.Series, findings: Findings, column: str) -> None:
    """List every row whose key an earlier row of the file has.

    Rows that are listed already stand in nobody's way.
    """
    first: dict[object, int] = {}
    for row, key in keys.items():
        if row in findings.listed:
            continue
        if key in first:
            findings.add(int(str(row)), column, "row_twice", {"other": first[key]})
        else:
            first[key] = int(str(row))


def list_stored(keys: pd.Series, stored: pd.Series, findings: Findings, column: str) -> None:
    """List every row whose key the campaign holds already."""
    known = set(stored)
    for row, key in keys.items():
        if key in known and row not in findings.listed:
            findings.add(int(str(row)), column, "row_stored")
