"""A file opened as a table: whose it is, of which kind, and which column is which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.kinds import AUTO, Kind, detect_kind
from geodata.importing.mapped_columns import Mapped, apply_mapping, headings_of
from geodata.importing.mapping import FileMapping, KeptMapping, shape_of
from geodata.importing.quoting import announces_person, letter, quote, sayable
from geodata.names import fold
from geodata.sources.filling import counts_of_several, fill_down, fill_merged
from geodata.sources.formats.book import Row, Unreadable
from geodata.sources.layout import Columns, Head, Layout, Made
from geodata.sources.opening import open_file
from geodata.sources.reader import Reader
from geodata.sources.source import lay_out
from geodata.sources.words import Words

MODE = "mode"
# Heading of the column in which the error workbook says what is wrong: read by people only.
TO_CORRECT = {"ro": "✎ De corectat", "ru": "✎ Исправить", "en": "✎ To correct"}
# Kinds that are kept by hand, row under row; and what is not repeated though it is merged.
_LOGS = ("visits", "plan", "media")
_NOT_FILLED = ("count", "time", "id", "answer")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known besides the file.

    Attributes:
        span: The campaign's days.
        mode: How every form of the file was filled in, where no column says so.
        mapping: What the columns are, as a person said for this very file.
        remembered: Mappings of earlier files, by shape.
    """

    span: tuple[date, date] | None = None
    mode: str = ""
    mapping: FileMapping | None = None
    remembered: Mapping[str, KeptMapping] = field(default_factory=dict)

    def headings(self) -> dict[str, str]:
        """Return folded headings that a person mapped, to template names."""
        mappings = [each.mapping for each in self.remembered.values()]
        mappings += [self.mapping] if self.mapping else []
        return {h: name for each in mappings for h, name in each.columns.items() if name}


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of text.

    Attributes:
        kind: What it holds.
        places: Template name to the column's position; from `width` on they are made.
        width: Number of columns of the header.
        rows: Rows below the header with their numbers in the file.
        layout: How the file is read: columns made of others, rows set aside.
        mapping: What a person said the columns are, with the shape of the file.
        remarks: What there is to say about the file so far.
        late: What there is to say once the rows are read.
    """

    kind: Kind
    places: dict[str, int]
    width: int
    rows: Iterator[Row]
    layout: Layout
    mapping: FileMapping
    remarks: tuple[Issue, ...]
    late: list[Issue] = field(default_factory=list)


def open_table(
    path: Path,
    kinds: Sequence[Kind],
    wanted: str,
    known: Callable[[str], bool],
    hints: Hints = Hints(),
) -> RawTable:
    """Open a file.

    Args:
        path: The file; what it is its content says, whatever its name.
        kinds: Every kind there is.
        wanted: A kind's name, or `auto`.
        known: Whether a text is a known name or answer (headings are known anyway).
        hints: What is known besides.

    Raises:
        Refused: it is no table, of no known kind, or lacks a needed column.
    """
    words = Words(kinds, hints.headings())
    try:
        reader, guessed = open_file(path, lambda text: words.known(text) or known(text))
        with ExitStack() as stack:
            stack.callback(reader.close)
            table = _read_table(reader, kinds, wanted, words, hints)
            stack.pop_all()
    except Unreadable as reason:
        raise Refused(_reason(reason)) from None
    if not guessed:
        return table
    remark = Issue(None, None, "encoding_guessed", (("encoding", guessed),))
    return replace(table, remarks=(remark, *table.remarks))


def _read_table(
    reader: Reader, kinds: Sequence[Kind], wanted: str, words: Words, hints: Hints
) -> RawTable:
    position, layout = choose_sheet(reader, words, hints)
    look = map_columns(reader, kinds, position, layout, hints)
    layout, mapping = look.layout, look.mapping
    headings = [*layout.header, *(made.heading for made in layout.made)]
    kind = _choose_kind(kinds, wanted if wanted != AUTO else mapping.kind or AUTO, headings)
    layout = _with_defaults(layout, kind, hints)
    places, columns = match_columns(kind, layout)
    _check_needed(kind, places)
    late: list[Issue] = []
    rows = _rows_of(reader, position, layout.below)
    rows, layout = _fill(rows, layout, kind, places, late)
    remarks = (*layout.remarks, *look.remarks, *columns)
    return RawTable(kind, places, len(layout.header), rows, layout, mapping, remarks, late)


def _fill(
    rows: Iterator[Row], layout: Layout, kind: Kind, places: dict[str, int], late: list[Issue]
) -> tuple[Iterator[Row], Layout]:
    """Repeat what is written once for several rows, where the layout says so."""
    width = len(layout.header)
    made = {i: each.of for i, each in enumerate(layout.made, start=width)}
    at = {name: made.get(place, place) for name, place in places.items()}
    found = {name: place for name, place in at.items() if place is not None and place < width}
    if layout.merged:
        counts = {
            found[c.name]: c.name for c in kind.columns if c.reads == "count" and c.name in found
        }
        texts = {
            place for name, place in found.items() if kind.column(name).reads not in _NOT_FILLED
        }
        rows = fill_merged(rows, layout.merged, texts)
        rule = counts_of_several(layout.merged, counts)
        layout = replace(layout, rules=(*layout.rules, rule))
    repeated = {name: place for name, place in found.items() if name in layout.filled}
    if repeated and kind.name in _LOGS:
        leading = next(c.name for c in kind.columns if c.reads == "date")
        rows = fill_down(rows, repeated, leading, late)
    return rows, layout


def choose_sheet(reader: Reader, words: Words, hints: Hints) -> tuple[int, Layout]:
    """Choose the sheet with most known headings, of equal ones the widest way to part a text."""
    if not reader.sheets:
        raise refused("file_empty")
    best, chosen, most = 0, None, (-2, 0)
    for position in range(len(reader.sheets)):
        layout = lay_out(_head(reader, position, hints), words)
        score = (layout.known, len(layout.header) if reader.format == "text" else 0)
        if score > most:
            best, chosen, most = position, layout, score
    if chosen is None or chosen.known < 1:
        raise refused("header_missing")
    return best, chosen


def map_columns(
    reader: Reader, kinds: Sequence[Kind], position: int, layout: Layout, hints: Hints
) -> Mapped:
    """Read the sheet by what a person said its columns are, for this file or its shape."""
    first = reader.sheets[position].first
    headings = headings_of(first, layout.below)
    kept = hints.remembered.get(shape_of(headings)) if hints.mapping is None else None
    mapping = hints.mapping or (kept.mapping if kept else FileMapping())
    if mapping.values:
        # Once more, for what makes columns of options has to know the words that were mapped.
        words = Words(kinds, hints.headings(), mapping.values)
        layout = lay_out(_head(reader, position, hints), words)
    return apply_mapping(layout, headings, mapping, kept)


def _head(reader: Reader, position: int, hints: Hints) -> Head:
    sheet = reader.sheets[position]
    others = [each.name for i, each in enumerate(reader.sheets) if i != position]

    def cells(column: int, below: int) -> Iterator[str]:
        with reader.again() as other:
            for number, row in other.rows(position):
                if number > below:
                    yield row[column] if column < len(row) else ""

    named = others if reader.format != "text" else []
    return Head(reader.format, sheet.name, sheet.first, sheet.merged, named, hints.span, cells)


def _rows_of(reader: Reader, position: int, below: int) -> Iterator[Row]:
    """Yield the rows below the header; what is found unreadable on the way refuses the file."""
    try:
        for row in reader.rows(position):
            if row[0] > below:
                yield row
    except Unreadable as reason:
        raise Refused(_reason(reason)) from None


def _reason(reason: Unreadable) -> Issue:
    return Issue(None, None, reason.code, tuple(reason.values.items()))


def _choose_kind(kinds: Sequence[Kind], wanted: str, headings: Sequence[str]) -> Kind:
    if wanted != AUTO:
        return next(kind for kind in kinds if kind.name == wanted)
    found = detect_kind(kinds, headings)
    if found is None:
        raise refused("kind_unclear", kinds=", ".join(kind.name for kind in kinds))
    return found


def _with_defaults(layout: Layout, kind: Kind, hints: Hints) -> Layout:
    """Add what holds in every row of the file, where no column says it, and say so."""
    found = {kind.headings.get(heading) for heading in layout.header}
    found |= {kind.headings.get(fold(made.heading)) for made in layout.made}
    made, remarks = [], []
    for name, value in {**layout.defaults, **({MODE: hints.mode} if hints.mode else {})}.items():
        if name in kind.names and name not in found:
            made.append(Made(name, _always(value)))
            remarks.append(Issue(None, name, "mode_assumed", (("mode", value),)))
    remarks = [] if hints.mode else remarks
    return replace(layout, made=(*layout.made, *made), remarks=(*layout.remarks, *remarks))


def _always(value: str) -> Callable[[Columns], list[str]]:
    return lambda columns: [value] * len(columns[0])


def _check_needed(kind: Kind, places: dict[str, int]) -> None:
    """Refuse a file that lacks a column its kind needs."""
    missing = [c.name for c in kind.columns if c.needed and c.name not in places]
    if kind.name == "responses" and not any(c.question and c.name in places for c in kind.columns):
        first = next(c.name for c in kind.columns if c.question)
        raise refused("answers_missing", column=first, example=first)
    if missing == [MODE]:
        raise refused("mode_missing", column=MODE)
    if missing:
        about = (("kind", kind.name),)
        raise Refused(
            *(Issue(None, name, "column_missing", (("name", name), *about)) for name in missing)
        )


def match_columns(kind: Kind, layout: Layout) -> tuple[dict[str, int], list[Issue]]:
    """Say which column is which, and what becomes of the others.

    Raises:
        Refused: two columns have the same name.
    """
    own = {fold(name): name for name in kind.names}
    exact: dict[str, list[int]] = {}
    other: dict[str, list[int]] = {}
    unknown = []
    for position, title in enumerate(layout.titles):
        heading = layout.header[position]
        if position in layout.personal:
            unknown.append(position)
        elif heading in own:
            exact.setdefault(own[heading], []).append(position)
        elif heading in kind.headings:
            other.setdefault(kind.headings[heading], []).append(position)
        elif title.strip() and title.strip() not in TO_CORRECT.values():
            unknown.append(position)
    places = {}
    for position, made in enumerate(layout.made, start=len(layout.header)):
        name = kind.headings.get(fold(made.heading))
        if name is not None and name not in places:
            places[name] = position
    for name in {**exact, **other}:
        found = exact.get(name) or other[name]
        if name in places:
            unknown += found
        elif len(found) > 1:
            letters = ", ".join(letter(position) for position in found)
            raise refused("column_twice", column=name, name=name, letters=letters)
        else:
            places[name] = found[0]
    unknown += [p for name in other if name in exact for p in other[name]]
    return places, [_unknown(position, layout) for position in sorted(set(unknown))]


def personal_names(table: RawTable) -> set[str]:
    """Return the template names of columns whose headings announce what is personal.

    A person mapped them; what stands in them is still never quoted.
    """
    headings = {place: fold(table.layout.titles[place][:300]) for place in range(table.width)}
    return {
        name
        for name, place in table.places.items()
        if place < table.width
        and headings[place] in table.mapping.columns
        and announces_person(headings[place])
    }


def _unknown(position: int, layout: Layout) -> Issue:
    where, text = letter(position), layout.titles[position]
    folded = fold(text[:300])
    if position in layout.personal or announces_person(folded):
        name = quote(text) if sayable(folded) else where
        return Issue(None, name, "column_personal", (("letter", where),))
    name = quote(text)
    return Issue(None, name, "column_unknown", (("letter", where), ("name", name)))
