"""Blocks of text into frames of values, each cell that cannot be read named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geodata import vocabulary as v
from geodata.importing import choices, contact_cells
from geodata.importing.blocks import Block
from geodata.importing.cells import (
    Codes,
    Memory,
    Noted,
    read_choice,
    read_code,
    read_count,
    read_date,
    read_degrees,
    read_text,
    read_time,
)
from geodata.importing.issues import Findings
from geodata.importing.kinds import Column, Kind
from geodata.importing.personal import mask
from geodata.importing.places import PlaceReader
from geodata.questionnaire import Questionnaire

DAY = "datetime64[us]"

_PLAIN: Mapping[str, Callable[[str], Any]] = {
    "date": read_date,
    "time": read_time,
    "count": read_count,
    "locality": read_text,
    "inspectorate": read_text,
    "code": read_code,
    "geometry": str,
    **contact_cells.READERS,
}


class Parser:
    """Reads the columns of one kind; remembers texts from block to block."""

    def __init__(
        self,
        kind: Kind,
        form: Questionnaire,
        findings: Findings,
        places: PlaceReader,
        mapped: Mapping[str, Mapping[str, str]] = {},
    ) -> None:
        self._kind = kind
        self._findings = findings
        self._memories = {
            column.name: Memory.of(_parser(kind, column, form, places, mapped.get(column.name, {})))
            for column in kind.columns
            if column.reads != "id" and _is_read(column)
        }

    def frame(self, block: Block) -> pd.DataFrame:
        """Read all columns but the answers; index is the row's number, absent ones are empty."""
        columns = {}
        for column in self._kind.columns:
            if column.reads == "answer":
                continue
            texts = block.columns.get(column.name, [""] * len(block.numbers))
            if column.reads == "id":  # each is different: nothing to remember
                ids = [text.strip() for text in texts]
                columns[column.name] = pd.Series(ids, dtype=object)
                continue
            values = self._values(column.name, texts, block.numbers)
            columns[column.name] = _typed(column.reads, values)
        return pd.DataFrame(columns).set_index(pd.Index(block.numbers))

    def answers(self, name: str, block: Block) -> tuple[Codes, Memory]:
        """Read a question's column: the index of each cell and what the indexes stand for."""
        codes = self._read(name, block.columns[name], block.numbers)
        return codes, self._memories[name]

    def _values(self, name: str, texts: list[str], numbers: list[int]) -> np.ndarray:
        codes = self._read(name, texts, numbers)
        values = np.empty(len(self._memories[name].values), dtype=object)
        values[:] = self._memories[name].values
        return values[codes]

    def _read(self, name: str, texts: list[str], numbers: list[int]) -> Codes:
        memory = self._memories[name]
        codes = memory.read(texts)
        if memory.faults:
            for i in np.flatnonzero(np.isin(codes, list(memory.faults))).tolist():
                fault = memory.faults[int(codes[i])]
                self._findings.add_fault(numbers[i], name, fault)
        if memory.notes:
            where = np.flatnonzero(np.isin(codes, list(memory.notes)))
            found, first, rows = np.unique(codes[where], return_index=True, return_counts=True)
            for index, at, count in zip(found.tolist(), where[first], rows.tolist(), strict=True):
                note = memory.notes[index]
                self._findings.remark(numbers[at], name, note.code, note.values, count)
        return codes


def _masked(text: str) -> str | Noted:
    """Read a text that is kept; what is about a person in it is not."""
    plain = read_text(text)
    masked = mask(plain)
    return plain if masked == plain else Noted(masked, "text_masked", {})


def _is_read(column: Column) -> bool:
    return column.question is None or bool(column.question.options)


def _parser(
    kind: Kind, column: Column, form: Questionnaire, places: PlaceReader, mapped: Mapping[str, str]
) -> Callable[[str], Any]:
    if column.question:
        return choices.read_answer(column.question, mapped)
    if column.reads == "degrees":
        return read_degrees(column.most)
    if column.reads in ("district", "unit"):
        return places.district if column.reads == "district" else places.unit
    if column.reads == "text":
        return _masked
    if column.reads != "choice":
        return _PLAIN[column.reads]
    return read_choice({**_choice_words(kind, column.name, form), **mapped})


def _choice_words(kind: Kind, name: str, form: Questionnaire) -> dict[str, str | None]:
    if name == v.STATUS:
        return choices.visit_status()
    if name == "part":
        return choices.served_part()
    if name == v.KIND:
        return choices.media_kind()
    words = choices.person(name, form)
    return {**words, **choices.WHOLE} if kind.name == "population" else words


def _typed(reads: str, values: np.ndarray) -> pd.Series:
    if reads == "date":
        return pd.Series(values.astype(DAY))
    if reads == "count":
        return pd.Series(pd.array(values.tolist(), dtype="Int64"))
    # Said to be object, for pandas would make texts of its own kind with NaN for None.
    return pd.Series(values, dtype=object)
