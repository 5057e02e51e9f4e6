"""What every format hands over: sheets, and the rows of one on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from geodata.sources.limits import HEADER_WITHIN

Row = tuple[int, list[str]]
# First row, first column, last row, last column; the first are 1 and 0, the last are inside.
Block = tuple[int, int, int, int]


class Unreadable(Exception):
    """The file cannot be taken; `code` is the key of the sentence that says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's beginning.

    Attributes:
        name: Its name; "" where the format has no names.
        first: The first rows that are not blank, with their numbers.
        merged: Merged cells.
    """

    name: str
    first: list[Row]
    merged: list[Block]


@dataclass(frozen=True, slots=True)
class Book:
    """An open file.

    Attributes:
        sheets: Those that hold anything, in order.
        rows: Yields every row of the sheet at a position, numbered from 1 without a gap.
    """

    sheets: list[Sheet]
    rows: Callable[[int], Iterator[Row]]


def first_rows(rows: Iterable[Row], within: int = 500) -> list[Row]:
    """Return the first rows that are not blank, looking no further than some way down."""
    found: list[Row] = []
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            found.append((number, cells))
        if len(found) >= HEADER_WITHIN or number >= within:
            break
    return found
