"""Puts a table's rows on the map: locality and inspectorate codes in place of their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geodata.importing.cells import Noted
from geodata.importing.issues import Fault, Findings
from geodata.importing.places import PlaceReader, only_inspectorate
from geodata.importing.quoting import quote

# What may stand between two places in one cell.
_BETWEEN = re.compile(r"\s*[,;/+&\n]\s*|\s+(?:și|şi|si|и|and)\s+")
_MOST_PLACES = 12
_Find = Callable[[str, str | None], str | Noted]


class Locator:
    """Finds places, each different pair of texts once."""

    def __init__(self, findings: Findings, places: PlaceReader) -> None:
        self.findings = findings
        self._places = places
        self._seen: dict[tuple[str, object, object], str | Noted | Fault] = {}

    def localities(self, table: pd.DataFrame) -> pd.Series:
        """Return a locality code for each row, from its `locality` and `district`."""
        return _column(self._find("locality", self._places.locality, table), table)

    def inspectorates(self, table: pd.DataFrame, days: Sequence[date | None]) -> pd.Series:
        """Return an inspectorate code for each row: as named, else the district's only one."""
        named = self._find("inspectorate", self._places.inspectorate, table)
        districts = [_or_none(each) for each in table["district"].tolist()]
        blank = table["inspectorate"].isna().tolist()
        structure = self._places.gazetteer.structure
        found = [
            only_inspectorate(structure, place, day) if nothing and place and day else code
            for code, nothing, place, day in zip(named, blank, districts, days, strict=True)
        ]
        return _column(found, table)

    def _find(self, column: str, find: _Find, table: pd.DataFrame) -> list[str | None]:
        found: list[str | None] = []
        texts, districts = table[column].tolist(), table["district"].tolist()
        for row, text, place in zip(table.index.tolist(), texts, districts, strict=True):
            text, place = _or_none(text), _or_none(place)
            if text is None or (place is None and row in self.findings.listed):
                found.append(None)
                continue
            result = self._once(column, find, text, place)
            if isinstance(result, Fault):
                self.findings.add_fault(row, column, result)
                found.append(None)
            elif isinstance(result, Noted):
                self.findings.remark(row, column, result.code, result.values)
                found.append(result.value)
            else:
                found.append(result)
        return found

    def _once(self, column: str, find: _Find, text: str, place: str | None) -> str | Noted | Fault:
        key = (column, text, place)
        if len(self._seen) > 100_000:
            self._seen.clear()
        if key not in self._seen:
            try:
                self._seen[key] = find(text, place)
            except Fault as fault:
                self._seen[key] = _several(column, find, text, place) or fault
        return self._seen[key]


def _several(column: str, find: _Find, text: str, place: str | None) -> Fault | None:
    """Say so where a cell names several places: each of its parts is one."""
    parts = [part for part in _BETWEEN.split(text) if part and part.strip()]
    if len(parts) < 2 or len(parts) > _MOST_PLACES:
        return None
    for part in parts:
        try:
            find(part.strip(), place)
        except Fault as fault:
            if not fault.code.endswith("_ambiguous"):
                return None
    return Fault(f"{column}_several", value=quote(text), count=len(parts))


def _column(codes: list[str | None], table: pd.DataFrame) -> pd.Series:
    return pd.Series(codes, index=table.index, dtype=object)


def _or_none(value: Any) -> str | None:
    return None if value is None or value != value else str(value)
