"""Looking at the columns of a file: which is which, and what the others hold.

A header is found here even where no heading is known, for that is when a person is asked.
Samples are shown of columns that nobody knows yet, never of those that are about persons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from geodata.districts import find_district
from geodata.importing.cells import read_count, read_date
from geodata.importing.choices import option_words
from geodata.importing.issues import Fault, Refused
from geodata.importing.kinds import AUTO, Kind, detect_kind, kinds_by_name
from geodata.importing.mapped_columns import Mapped
from geodata.importing.mapping import LEFT_OUT, FileMapping
from geodata.importing.personal import holds_persons
from geodata.importing.quoting import announces_person, letter, quote, sayable, shorten
from geodata.importing.reading import Around, Request
from geodata.importing.table import choose_sheet, map_columns, match_columns
from geodata.localities import find_localities
from geodata.names import fold
from geodata.sources.formats.book import Row, Unreadable
from geodata.sources.layout import Layout
from geodata.sources.opening import open_file
from geodata.sources.reader import Reader
from geodata.sources.words import Words

MOST_SAMPLES = 5
_LIKE = 78
_MOST_LIKE = 3
# First and family name, perhaps a third: letters tell no name from a place's, two words do more.
_NAME = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?(?:\s+[^\W\d_]{2,}(?:-[^\W\d_]{2,})?){1,3}")


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column of a file.

    Attributes:
        position: From 0.
        letter: As a spreadsheet names it.
        key: Its heading folded, by which a mapping names it; "" where it is personal.
        heading: As it stands in the file, shortened; the letter where it could hold a value of
            a person.
        how: known, mapped, left_out, personal, or unknown: then a person is asked.
        name: The template's name where it is known or mapped, else "".
        samples: A few of its cells, where a person said or is to say what it is.
        likely: Template's names that it could be, likeliest first.
    """

    position: int
    letter: str
    key: str
    heading: str
    how: str
    name: str = ""
    samples: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return asdict(self)


def look_at_columns(
    request: Request, around: Around, kind_name: str
) -> tuple[tuple[ColumnLook, ...], FileMapping]:
    """Look at the columns, and return what a person said of them with the file's shape.

    Raises:
        Refused: the file is no table.
    """
    words = Words(around.kinds, around.hints.headings())
    known = around.known()
    try:
        reader, _ = open_file(request.path, lambda text: words.known(text) or known(text))
        with reader:
            position, layout = _sheet(reader, words, around)
            first = reader.sheets[position].first
            mapped = map_columns(reader, around.kinds, position, layout, around.hints)
    except Unreadable as reason:
        raise Refused() from reason
    below = [row for row in first if row[0] > layout.below]
    kind = _kind(around.kinds, request.kind, kind_name, mapped)
    places = _places(kind, mapped.layout) if kind else {}
    asked = kind or around.kinds
    looks = tuple(_look(i, mapped, layout, places, below, asked) for i in range(len(layout.header)))
    return tuple(look for look in looks if look), mapped.mapping


def _sheet(reader: Reader, words: Words, around: Around) -> tuple[int, Layout]:
    """Choose the sheet as an import does, or the first one whose first row may be a header."""
    with suppress(Refused):
        return choose_sheet(reader, words, around.hints)
    best, chosen = 0, None
    for position, sheet in enumerate(reader.sheets):
        for number, cells in sheet.first[:5]:
            filled = sum(bool(cell.strip()) for cell in cells)
            if filled > 1 and (chosen is None or filled > len(chosen.header)):
                header = tuple(cells)
                best, chosen = position, Layout("plain", ("",) * len(header), header, number, 0)
                break
    if chosen is None:
        raise Refused()
    return best, chosen


def _kind(kinds: Sequence[Kind], wanted: str, found: str, mapped: Mapped) -> Kind | None:
    names = kinds_by_name(kinds)
    chosen = found or (wanted if wanted != AUTO else mapped.mapping.kind)
    if chosen in names:
        return names[chosen]
    made = (each.heading for each in mapped.layout.made)
    return detect_kind(kinds, [*mapped.layout.header, *made])


def _places(kind: Kind, layout: Layout) -> Mapping[int, str]:
    try:
        places, _ = match_columns(kind, layout)
    except Refused:  # two columns of one name: both are said to be it
        return {
            i: kind.headings[heading]
            for i, heading in enumerate(layout.header)
            if heading in kind.headings
        }
    width = len(layout.header)
    made = {width + i: each.of for i, each in enumerate(layout.made)}
    found = {made.get(place, place): name for name, place in places.items()}
    return {place: name for place, name in found.items() if place is not None}


def _look(
    position: int,
    mapped: Mapped,
    layout: Layout,
    places: Mapping[int, str],
    rows: Sequence[Row],
    kind: Kind | Sequence[Kind],
) -> ColumnLook | None:
    title = layout.titles[position].strip()
    folded = fold(title[:300])
    name = places.get(position, "")
    where = letter(position)
    if not title and not name:
        return None
    look = ColumnLook(position, where, folded, quote(title) or where, "known", name)
    cells = [cells[position] for _, cells in rows if position < len(cells)]
    personal = position in layout.personal or announces_person(folded) or _personal(cells)
    samples = tuple(dict.fromkeys(_sample(cell) for cell in cells if cell.strip()))[:MOST_SAMPLES]
    if position in mapped.columns:
        how = "left_out" if mapped.columns[position] == LEFT_OUT else "mapped"
        meant = mapped.columns[position]
        return replace(look, how=how, name=meant, samples=() if personal else samples)
    if name:
        return look
    if personal:
        heading = look.heading if sayable(folded) or not announces_person(folded) else where
        return replace(look, key="", how="personal", heading=heading)
    if isinstance(kind, Kind):
        free = [name for name in kind.names if name not in places.values()]
        likely = _likely(folded, cells, free, kind)
    else:
        found = (each.headings[folded] for each in kind if folded in each.headings)
        likely = tuple(dict.fromkeys(found))[:_MOST_LIKE]
    return replace(look, how="unknown", samples=samples, likely=likely)


def _sample(cell: str) -> str:
    """Quote a cell; a day is no long number of somebody's."""
    return shorten(cell) if _TESTS["date"](cell.strip()) else quote(cell)


def _personal(cells: Sequence[str]) -> bool:
    """Whether a column's cells are about persons: numbers of theirs, or names it seems."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    names = [cell for cell in filled if _NAME.fullmatch(cell) and cell.istitle()]
    places = [cell for cell in names if find_district(cell) or find_localities(cell)]
    return holds_persons(filled) or 2 * (len(names) - len(places)) > len(filled)


def _likely(folded: str, cells: Sequence[str], free: Sequence[str], kind: Kind) -> tuple[str, ...]:
    """Return the template's names that a column could be: by its cells, then by its heading."""
    from rapidfuzz import fuzz, process  # only where somebody is asked

    filled = [cell.strip() for cell in cells if cell.strip()]
    by_cells = [name for name in free if filled and _fits(kind, name, filled)]
    headings = [heading for heading, name in kind.headings.items() if name in free]
    near = process.extract(folded, headings, scorer=fuzz.WRatio, score_cutoff=_LIKE, limit=5)
    by_heading = [kind.headings[heading] for heading, _, _ in near if len(heading) > 3]
    both = [name for name in by_heading if name in by_cells]
    return tuple(dict.fromkeys([*both, *by_cells, *by_heading]))[:_MOST_LIKE]


def _fits(kind: Kind, name: str, cells: Sequence[str]) -> bool:
    """Whether most cells can be read as what the column holds, where that tells anything."""
    column = kind.column(name)
    test = _TESTS.get(column.reads)
    if column.question is not None and column.question.options:
        words = option_words(column.question)
        return 2 * sum(fold(cell[:300]) in words for cell in cells) > len(cells)
    return test is not None and 2 * sum(map(test, cells)) > len(cells)


def _reads(read: Callable[[str], Any]) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        try:
            read(cell)
        except Fault:
            return False
        return True

    return test


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "date": _reads(read_date),
    "district": lambda cell: find_district(cell) is not None,
    "locality": lambda cell: bool(find_localities(cell)),
    "count": _reads(read_count),
}
