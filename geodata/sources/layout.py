"""How a sheet is to be read: what its columns are called, and what is made of them.

A source looks at the beginning of a sheet and returns a layout; whoever reads the rows follows
it. Nothing here knows whose export it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from geodata.importing.issues import Issue
from geodata.sources.formats.book import Block, Row

Columns = Sequence[Sequence[str]]
Make = Callable[[Columns], list[str]]


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a sheet, as a source sees it.

    Attributes:
        format: text, workbook or shapes.
        sheet: The sheet's name.
        rows: The first rows that are not blank; at least one.
        merged: Merged cells.
        others: Names of the other sheets.
        span: The campaign's days, where they are known.
        cells: Yields every cell of a column below a row of this number.
    """

    format: str
    sheet: str
    rows: Sequence[Row]
    merged: Sequence[Block]
    others: Sequence[str]
    span: tuple[date, date] | None
    cells: Callable[[int, int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """A column that is made of others.

    Attributes:
        heading: What it is called, as a heading of the template.
        make: Makes its cells out of all columns of a block; as many as the block has rows.
        of: The column of the file that it is another writing of, if it is of one.
    """

    heading: str
    make: Make
    of: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is left out, or of which something is to be said.

    Attributes:
        at: Position in the block.
        code: Of the finding.
        column: Template name of the column to blame.
        values: What its sentence names.
    """

    at: int
    code: str
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


# Takes the numbers of a block's rows, and its columns.
Rule = Callable[[Sequence[int], Columns], Iterator[SetAside]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read.

    Attributes:
        source: Key of the source that says so.
        header: What each column of the file is called; "" where it is not to be matched.
        titles: The headings as they stand in the file, "" where there is nothing to say of
            a column that is not matched.
        below: Number of the last row of the header.
        known: How many headings are known: what sheets are compared by.
        made: Further columns, numbered after those of the file.
        rules: Rows that are set aside.
        own_words: Question key to what respondents wrote besides its options.
        personal: Columns that are dropped as being about a person.
        filled: Template names of columns in which a blank cell repeats the one above.
        merged: Merged cells below the header.
        defaults: Template name to what holds in every row, where the file has no such column.
        remarks: What there is to say so far.
    """

    source: str
    header: tuple[str, ...]
    titles: tuple[str, ...]
    below: int
    known: int
    made: tuple[Made, ...] = ()
    rules: tuple[Rule, ...] = ()
    own_words: Mapping[str, Make] = field(default_factory=dict)
    personal: frozenset[int] = frozenset()
    filled: frozenset[str] = frozenset()
    merged: tuple[Block, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Issue, ...] = ()


def column(columns: Columns, position: int) -> Sequence[str]:
    """Return a column of a block; blank where no row is that wide."""
    if position < len(columns):
        return columns[position]
    return [""] * (len(columns[0]) if columns else 0)


def changed(position: int, change: Callable[[str], str]) -> Make:
    """Make a column by changing each cell of another; each different text once."""

    def make(columns: Columns) -> list[str]:
        cells = column(columns, position)
        seen = {text: change(text) for text in set(cells)}
        return [seen[text] for text in cells]

    return make


def first_of(makers: Sequence[Make]) -> Make:
    """Make a column of the first that is not blank in each row."""

    def make(columns: Columns) -> list[str]:
        made = [maker(columns) for maker in makers]
        return [next((text for text in row if text.strip()), "") for row in zip(*made, strict=True)]

    return make


def differing(positions: Sequence[int], name: str) -> Rule:
    """Make a rule that sets aside rows in which columns of one meaning say different things."""

    def find(_numbers: Sequence[int], columns: Columns) -> Iterator[SetAside]:
        cells = [column(columns, position) for position in positions]
        for at, row in enumerate(zip(*cells, strict=True)):
            if len({text.strip() for text in row} - {""}) > 1:
                yield SetAside(at, "answered_twice", name)

    return find
