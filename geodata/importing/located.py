"""Puts a table's rows on the map: locality and inspectorate codes in place of their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geodata.importing.cells import Fault
from geodata.importing.issues import Findings
from geodata.importing.places import find_inspectorate, find_locality, only_inspectorate


class Locator:
    """Finds places, each different pair of texts once."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._seen: dict[tuple[str, object, object], str | Fault] = {}

    def localities(self, table: pd.DataFrame) -> pd.Series:
        """Return a locality code for each row, from its `locality` and `district`."""
        return _column(self._find("locality", find_locality, table), table)

    def inspectorates(self, table: pd.DataFrame, days: Sequence[date | None]) -> pd.Series:
        """Return an inspectorate code for each row: as named, else the district's only one."""
        named = self._find("inspectorate", find_inspectorate, table)
        districts = [_or_none(each) for each in table["district"].tolist()]
        blank = table["inspectorate"].isna().tolist()
        found = [
            only_inspectorate(place, day) if nothing and place and day else code
            for code, nothing, place, day in zip(named, blank, districts, days, strict=True)
        ]
        return _column(found, table)

    def _find(
        self, column: str, find: Callable[[str, str | None], str], table: pd.DataFrame
    ) -> list[str | None]:
        found: list[str | None] = []
        texts, districts = table[column].tolist(), table["district"].tolist()
        for row, text, place in zip(table.index.tolist(), texts, districts, strict=True):
            text, place = _or_none(text), _or_none(place)
            if text is None or (place is None and row in self._findings.listed):
                found.append(None)
                continue
            result = self._once(column, find, text, place)
            if isinstance(result, Fault):
                self._findings.add(row, column, result.code, result.values)
                found.append(None)
            else:
                found.append(result)
        return found

    def _once(
        self, column: str, find: Callable[[str, str | None], str], text: str, place: str | None
    ) -> str | Fault:
        key = (column, text, place)
        if len(self._seen) > 100_000:
            self._seen.clear()
        if key not in self._seen:
            try:
                self._seen[key] = find(text, place)
            except Fault as fault:
                self._seen[key] = fault
        return self._seen[key]


def _column(codes: list[str | None], table: pd.DataFrame) -> pd.Series:
    return pd.Series(codes, index=table.index, dtype=object)


def _or_none(value: Any) -> str | None:
    return None if value is None or value != value else str(value)
