"""Cells that stand for several rows: merged ones, and blank ones under one that is filled.

Only what names a day or a place is repeated. A count that stands for several rows is nobody's
to divide: its rows are set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geodata.importing.cells import is_total
from geodata.importing.issues import Issue
from geodata.sources.formats.book import Block, Row
from geodata.sources.layout import Columns, Rule, SetAside

# How people write "the same as above".
_DITTO = frozenset({"", '"', "''", "”", "„", "″", "-//-", "—//—", "–//–", "- // -", "//", "idem"})


def fill_merged(rows: Iterator[Row], merged: Sequence[Block], positions: set[int]) -> Iterator[Row]:
    """Repeat the content of merged cells in the rows they span, in the columns given."""
    spans = sorted(each for each in merged if each[1] in positions)
    waiting, open_spans = spans[::-1], []
    for number, cells in rows:
        while waiting and waiting[-1][0] <= number:
            first, column, last, _ = waiting.pop()
            if first == number and column < len(cells):
                open_spans.append((last, column, cells[column]))
        open_spans = [span for span in open_spans if span[0] >= number]
        if open_spans and any(map(str.strip, cells)):
            cells = cells + [""] * (1 + max(c for _, c, _ in open_spans) - len(cells))
            for _, column, content in open_spans:
                cells[column] = cells[column].strip() or content
        yield number, cells


def fill_down(
    rows: Iterator[Row], places: Mapping[str, int], leading: str, late: list[Issue]
) -> Iterator[Row]:
    """Repeat what stands above in blank cells, as far as the next blank or TOTAL row.

    The day and the district are repeated each on its own; what need not be filled in is
    repeated only with the day, for else a blank is a blank.

    Args:
        rows: The rows.
        places: Template name to position, of the columns to fill.
        leading: Name of the column of the day.
        late: Where it is said at the end how many cells were filled.
    """
    above: dict[int, str] = {}
    filled = dict.fromkeys(places, 0)
    alone = {places[name] for name in (leading, "district") if name in places}
    names = {position: name for name, position in places.items()}
    for number, cells in rows:
        if not any(map(str.strip, cells)) or any(is_total(cell) for cell in cells[:6]):
            above = {}
            yield number, cells
            continue
        cells = cells + [""] * (1 + max(names) - len(cells))
        blank = {position for position in names if cells[position].strip() in _DITTO}
        continues = places.get(leading) in blank
        for position in blank:
            if position in above and (position in alone or continues):
                cells[position] = above[position]
                filled[names[position]] += 1
        above |= {p: cells[p] for p in names if cells[p].strip() not in _DITTO}
        if not continues:
            above = {p: text for p, text in above.items() if p in alone or p not in blank}
        yield number, cells
    for name, count in filled.items():
        if count:
            late.append(Issue(None, name, "filled_down", (("rows", count),)))


def counts_of_several(merged: Sequence[Block], counts: Mapping[int, str]) -> Rule:
    """Make a rule that sets aside the rows over which a count is merged."""
    rows = {
        number: (counts[column], first, last)
        for first, column, last, _ in merged
        if column in counts
        for number in range(first, min(last, first + 10_000) + 1)
    }

    def find(numbers: Sequence[int], _columns: Columns) -> Iterator[SetAside]:
        for at, number in enumerate(numbers):
            if number in rows:
                name, first, last = rows[number]
                yield SetAside(at, "count_of_several", name, {"first": first, "last": last})

    return find
