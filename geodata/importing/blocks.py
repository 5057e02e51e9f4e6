"""Rows into blocks of columns: blank and TOTAL rows set aside and named, the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from geodata.importing.cells import Memory, is_total
from geodata.importing.issues import Findings, refused
from geodata.importing.limits import BLOCK, MOST_OTHER_ROWS, MOST_RESPONSES
from geodata.importing.table import RawTable

_MOST_RUNS = 1_000


@dataclass(frozen=True, slots=True)
class Block:
    """Some data rows.

    Attributes:
        numbers: Their numbers in the file.
        columns: Their cells by template name.
        own_words: What respondents wrote besides the options, by question.
    """

    numbers: list[int]
    columns: dict[str, list[str]]
    own_words: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class BlockReader:
    """Reads a table block by block.

    Attributes:
        table: The opened file.
        findings: Where blank rows, TOTAL rows and rows too wide are said.
        progress: Told the number of rows so far after each block.
        rows_read: Data rows so far.
    """

    table: RawTable
    findings: Findings
    progress: Callable[[int], None]
    rows_read: int = 0
    _blank: list[int] = field(default_factory=list)
    _runs: int = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the data rows.

        Raises:
            Refused: there are more rows than can be taken.
        """
        numbers: list[int] = []
        cells: list[list[str]] = []
        for number, row in self.table.rows:
            # The first cell alone mostly tells: this runs a million times.
            if not (row and row[0].strip()) and not any(map(str.strip, row)):
                self._see_blank(number)
                continue
            if len(row) > self.table.width and any(map(str.strip, row[self.table.width :])):
                self.findings.add(number, None, "too_many_cells", {"columns": self.table.width})
            numbers.append(number)
            cells.append(row)
            if len(numbers) == BLOCK:
                yield from self._block(numbers, cells)
                numbers, cells = [], []
        if numbers:
            yield from self._block(numbers, cells)
        self._end_blank()
        self.findings.extend(self.table.late)

    def _block(self, numbers: list[int], cells: list[list[str]]) -> Iterator[Block]:
        table = self.table
        columns = list(zip_longest(*cells, fillvalue=""))
        nothing = [""] * len(cells)
        named = {}
        for name, place in table.places.items():
            if place >= table.width:
                named[name] = table.layout.made[place - table.width].make(columns)
            else:
                named[name] = list(columns[place]) if place < len(columns) else nothing
        words = {key: make(columns) for key, make in table.layout.own_words.items()}
        totals = self._totals(named, columns)
        for rule in table.layout.rules:
            for each in rule(numbers, columns):
                if each.at not in totals:
                    self.findings.add(numbers[each.at], each.column, each.code, each.values)
        if totals:
            for i in sorted(totals):
                self.findings.add(numbers[i], None, "total_row")
            kept = [i for i in range(len(numbers)) if i not in totals]
            numbers = [numbers[i] for i in kept]
            named = {name: [column[i] for i in kept] for name, column in named.items()}
            words = {key: [cells[i] for i in kept] for key, cells in words.items()}
        self.rows_read += len(numbers)
        most = MOST_RESPONSES if table.kind.name == "responses" else MOST_OTHER_ROWS
        if self.rows_read > most:
            raise refused("too_many_rows", most=most)
        self.progress(self.rows_read)
        if numbers:
            yield Block(numbers, named, words)

    def _totals(self, named: dict[str, list[str]], columns: Sequence[Sequence[str]]) -> set[int]:
        """Find rows that say TOTAL where they name their day or place, or left of all that."""
        found: set[int] = set()
        said = [named[name] for name in self.table.kind.says_total if name in named]
        left = min(self.table.places.values()) if self.table.kind.name != "responses" else 0
        for cells in (*said, *columns[:left]):
            memory = Memory.of(is_total)
            says = memory.read(cells)
            flags = [bool(value) for value in memory.values]
            if any(flags):
                found |= {i for i, index in enumerate(says.tolist()) if flags[index]}
        return found

    def _see_blank(self, number: int) -> None:
        if self._blank and number != self._blank[-1] + 1:
            self._end_blank()
        if self._blank:
            self._blank[-1] = number
        else:
            self._blank = [number, number]

    def _end_blank(self) -> None:
        if self._blank and self._runs < _MOST_RUNS:
            first, last = self._blank
            if first == last:
                self.findings.add(first, None, "blank_row")
            else:
                self.findings.add(first, None, "blank_rows", {"first": first, "last": last})
            self._runs += 1
        self._blank = []
