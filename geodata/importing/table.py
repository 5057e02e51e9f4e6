"""A file opened as a table: which kind it is, where its header is, which column is which."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.kinds import Kind, detect_kind
from geodata.importing.quoting import announces_person, letter, quote, sayable
from geodata.names import fold
from geodata.sources.formats.book import Row, Unreadable
from geodata.sources.limits import HEADER_WITHIN
from geodata.sources.opening import open_file
from geodata.sources.reader import Reader


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of text.

    Attributes:
        kind: What it holds.
        places: Template name to the column's position.
        width: Number of columns of the header.
        rows: Rows below the header with their numbers in the file.
        remarks: What there is to say about the file so far.
    """

    kind: Kind
    places: dict[str, int]
    width: int
    rows: Iterator[Row]
    remarks: tuple[Issue, ...]


def open_table(
    path: Path, kinds: Sequence[Kind], wanted: str, known: Callable[[str], bool]
) -> RawTable:
    """Open a file.

    Args:
        path: The file; what it is its content says, whatever its name.
        kinds: Every kind there is.
        wanted: A kind's name, or `auto`.
        known: Whether a text is a known name or answer (headings are known anyway).

    Raises:
        Refused: it is no table, of no known kind, or lacks a needed column.
    """
    headings = {text for kind in kinds for text in kind.headings}

    def recognized(text: str) -> bool:
        return len(text) < 300 and fold(text) in headings

    try:
        reader, guessed = open_file(path, lambda text: recognized(text) or known(text))
    except Unreadable as reason:
        raise Refused(_reason(reason)) from None
    with ExitStack() as stack:
        stack.callback(reader.close)
        table = _read_table(reader, kinds, wanted, recognized)
        stack.pop_all()
    if not guessed:
        return table
    remark = Issue(None, None, "encoding_guessed", (("encoding", guessed),))
    return replace(table, remarks=(remark, *table.remarks))


def _read_table(
    reader: Reader, kinds: Sequence[Kind], wanted: str, recognized: Callable[[str], bool]
) -> RawTable:
    position, remarks = _choose_sheet(reader, recognized)
    rows, header = _find_header(_rows_of(reader, position), recognized)
    kind = _choose_kind(kinds, wanted, header)
    places, columns = match_columns(kind, header)
    missing = [c.name for c in kind.columns if c.needed and c.name not in places]
    if kind.name == "responses" and not any(c.question and c.name in places for c in kind.columns):
        first = next(c.name for c in kind.columns if c.question)
        raise refused("answers_missing", column=first, example=first)
    if missing:
        about = (("kind", kind.name),)
        raise Refused(
            *(Issue(None, name, "column_missing", (("name", name), *about)) for name in missing)
        )
    return RawTable(kind, places, len(header), rows, (*remarks, *columns))


def _choose_sheet(reader: Reader, recognized: Callable[[str], bool]) -> tuple[int, list[Issue]]:
    """Choose the sheet with most known headings in a row, of equal ones that with most cells."""
    if not reader.sheets:
        raise refused("file_empty")
    best, most = 0, (0, 0)
    for position, sheet in enumerate(reader.sheets):
        known = max((sum(map(recognized, cells)) for _, cells in sheet.first), default=0)
        cells = max((len(cells) for _, cells in sheet.first), default=0)
        score = (known, cells if reader.format == "text" else 0)
        if score > most:
            best, most = position, score
    others = [sheet.name for i, sheet in enumerate(reader.sheets) if i != best]
    if reader.format == "text" or not others:
        return best, []
    names = ", ".join(quote(name) for name in others[:5])
    return best, [Issue(None, None, "sheets_left_out", (("sheets", names),))]


def _rows_of(reader: Reader, position: int) -> Iterator[Row]:
    """Yield the rows of a sheet; what is found unreadable on the way refuses the file."""
    try:
        yield from reader.rows(position)
    except Unreadable as reason:
        raise Refused(_reason(reason)) from None


def _reason(reason: Unreadable) -> Issue:
    return Issue(None, None, reason.code, tuple(reason.values.items()))


def _find_header(
    rows: Iterator[Row], recognized: Callable[[str], bool]
) -> tuple[Iterator[Row], list[str]]:
    """Find the header among the first rows that are not blank: the one with most known names."""
    first: list[Row] = []
    for row in rows:
        if any(cell.strip() for cell in row[1]):
            first.append(row)
        if len(first) >= HEADER_WITHIN or row[0] > 500:
            break
    if not first:
        raise refused("file_empty")
    scores = [sum(recognized(cell) for cell in cells) for _, cells in first]
    best = scores.index(max(scores))
    if not scores[best]:
        raise refused("header_missing")
    number, header = first[best]
    if best or first[-1][0] != number + len(first) - 1:
        # Blank rows were dropped above: they are still to be named, so number them again.
        held = {row[0]: row for row in first}
        below = (held.get(n, (n, [])) for n in range(number + 1, first[-1][0] + 1))
        return itertools.chain(below, rows), header
    return itertools.chain(first[best + 1 :], rows), header


def _choose_kind(kinds: Sequence[Kind], wanted: str, header: Sequence[str]) -> Kind:
    if wanted != "auto":
        return next(kind for kind in kinds if kind.name == wanted)
    found = detect_kind(kinds, header)
    if found is None:
        raise refused("kind_unclear", kinds=", ".join(kind.name for kind in kinds))
    return found


def match_columns(kind: Kind, header: Sequence[str]) -> tuple[dict[str, int], list[Issue]]:
    """Say which column is which, and what becomes of the others.

    Raises:
        Refused: two columns have the same name.
    """
    exact: dict[str, list[int]] = {}
    other: dict[str, list[int]] = {}
    own = {fold(name): name for name in kind.names}
    unknown = []
    for position, text in enumerate(header):
        folded = fold(text[:300])
        if folded in own:
            exact.setdefault(own[folded], []).append(position)
        elif folded in kind.headings:
            other.setdefault(kind.headings[folded], []).append(position)
        elif text.strip():
            unknown.append((position, text, folded))
    places = {}
    for name in {**exact, **other}:
        found = exact.get(name) or other[name]
        if len(found) > 1:
            letters = ", ".join(letter(position) for position in found)
            raise refused("column_twice", column=name, name=name, letters=letters)
        places[name] = found[0]
    for positions in (other[name] for name in other if name in exact):
        unknown += [(position, header[position], "") for position in positions]
    return places, [_unknown(*each) for each in sorted(unknown)]


def _unknown(position: int, text: str, folded: str) -> Issue:
    where = letter(position)
    if announces_person(folded):
        name = quote(text) if sayable(folded) else where
        return Issue(None, name, "column_personal", (("letter", where),))
    name = quote(text)
    return Issue(None, name, "column_unknown", (("letter", where), ("name", name)))
